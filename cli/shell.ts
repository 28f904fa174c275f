/** Lines for the shell that the users of a system have: PowerShell on Windows, elsewhere one like bash. */

/** The line that sets a variable of the environment. */
export const setVariable = (name: string, value: string, platform: NodeJS.Platform): string =>
  platform === "win32" ? `$env:${name} = "${value}"` : `export ${name}=${shellWord(value, platform)}`;

export const unsetVariable = (name: string, platform: NodeJS.Platform): string =>
  platform === "win32" ? `Remove-Item Env:${name}` : `unset ${name}`;

/** The line that gives a variable another name. */
export const renameVariable = (from: string, to: string, platform: NodeJS.Platform): string =>
  chain(
    platform === "win32" ? `$env:${to} = $env:${from}` : `export ${to}="$${from}"`,
    unsetVariable(from, platform),
    platform,
  );

/** The line that sets a variable to what a file holds. A file that is missing or empty leaves it as it is. */
export const setVariableFromFile = (name: string, file: string, platform: NodeJS.Platform): string =>
  platform === "win32"
    ? `if (Test-Path ${file}) { $env:${name} = Get-Content -Raw ${file} }`
    : `test -s ${file} && export ${name}="$(cat ${file})"`;

/** The line that runs a command which reads a file, where there is one. */
export const runWithInput = (file: string, command: string, platform: NodeJS.Platform): string =>
  platform === "win32"
    ? `if (Test-Path ${file}) { Get-Content -Raw ${file} | ${command} }`
    : `test -s ${file} && ${command} < ${file}`;

/** Two lines as one, the second of which is run where the first has succeeded. */
export const chain = (first: string, second: string, platform: NodeJS.Platform): string =>
  // Windows' own PowerShell has no &&.
  platform === "win32" ? `${first}; if ($?) { ${second} }` : `${first} && ${second}`;

/** The line that runs others in a folder. */
export const inFolder = (folder: string, lines: string[], platform: NodeJS.Platform): string =>
  [`cd ${shellWord(folder, platform)}`, ...lines].reduceRight((rest, line) => chain(line, rest, platform));

/** The line that writes lines, which hold no apostrophe, at the end of a file, or into one that is not there. */
export const appendLines = (file: string, lines: string[], platform: NodeJS.Platform): string =>
  platform === "win32"
    ? `Add-Content ${file} ${lines.map((line) => `'${line}'`).join(", ")}`
    : `printf '${lines.join("\\n")}\\n' >> ${file}`;

/** The line that writes one path in the place of another, its end, in a file. Neither needs quoting. */
export const replaceIn = (file: string, from: string, to: string, platform: NodeJS.Platform): string =>
  platform === "win32"
    ? `(Get-Content -Raw ${file}) -replace '(?<![./])${from}', '${to}' | Set-Content ${file}`
    : // Without a name for what it was before, the sed of macOS does nothing.
      `sed -i.before 's|\\([^./]\\)${from}|\\1${to}|' ${file} && rm ${file}.before`;

/** The line that removes a file. */
export const removeFile = (file: string, platform: NodeJS.Platform): string =>
  `${platform === "win32" ? "Remove-Item" : "rm"} ${shellWord(file, platform)}`;

/** The line that shows a web page. */
export const openUrl = (url: string, platform: NodeJS.Platform): string =>
  `${({ win32: "start", darwin: "open" } as Record<string, string>)[platform] ?? "xdg-open"} ${url}`;

/** A text as one word of a shell. */
export function shellWord(text: string, platform: NodeJS.Platform): string {
  if (/^[\w./:\\…-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", platform === "win32" ? "''" : `'\\''`)}'`;
}
