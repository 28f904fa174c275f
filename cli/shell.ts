/** Commands for the user's shell: PowerShell on Windows, otherwise bash or similar. */

export const setVariable = (name: string, value: string, platform: NodeJS.Platform): string =>
  platform === "win32" ? `$env:${name} = "${value}"` : `export ${name}=${shellWord(value, platform)}`;

export const unsetVariable = (name: string, platform: NodeJS.Platform): string =>
  platform === "win32" ? `Remove-Item Env:${name}` : `unset ${name}`;

export const renameVariable = (from: string, to: string, platform: NodeJS.Platform): string =>
  chain(
    platform === "win32" ? `$env:${to} = $env:${from}` : `export ${to}="$${from}"`,
    unsetVariable(from, platform),
    platform,
  );

/** Sets a variable to a file's content, if the file exists and is not empty. */
export const setVariableFromFile = (name: string, file: string, platform: NodeJS.Platform): string =>
  platform === "win32"
    ? `if (Test-Path ${file}) { $env:${name} = Get-Content -Raw ${file} }`
    : `test -s ${file} && export ${name}="$(cat ${file})"`;

/** Runs a command with a file as its input, if the file exists. */
export const runWithInput = (file: string, command: string, platform: NodeJS.Platform): string =>
  platform === "win32"
    ? `if (Test-Path ${file}) { Get-Content -Raw ${file} | ${command} }`
    : `test -s ${file} && ${command} < ${file}`;

/** Runs the second command if the first succeeds. */
export const chain = (first: string, second: string, platform: NodeJS.Platform): string =>
  // The PowerShell that Windows includes has no &&.
  platform === "win32" ? `${first}; if ($?) { ${second} }` : `${first} && ${second}`;

export const inFolder = (folder: string, lines: string[], platform: NodeJS.Platform): string =>
  [`cd ${shellWord(folder, platform)}`, ...lines].reduceRight((rest, line) => chain(line, rest, platform));

/** Appends lines to a file, or creates it. The lines must not contain an apostrophe. */
export const appendLines = (file: string, lines: string[], platform: NodeJS.Platform): string =>
  platform === "win32"
    ? `Add-Content ${file} ${lines.map((line) => `'${line}'`).join(", ")}`
    : `printf '${lines.join("\\n")}\\n' >> ${file}`;

/** Replaces a path in a file. Neither path may need quoting. */
export const replaceIn = (file: string, from: string, to: string, platform: NodeJS.Platform): string =>
  platform === "win32"
    ? `(Get-Content -Raw ${file}) -replace '(?<![./])${from}', '${to}' | Set-Content ${file}`
    : // The sed of macOS requires a backup suffix.
      `sed -i.before 's|\\([^./]\\)${from}|\\1${to}|' ${file} && rm ${file}.before`;

export const removeFile = (file: string, platform: NodeJS.Platform): string =>
  `${platform === "win32" ? "Remove-Item" : "rm"} ${shellWord(file, platform)}`;

export const removeFolder = (folder: string, platform: NodeJS.Platform): string =>
  `${platform === "win32" ? "Remove-Item -Recurse -Force" : "rm -rf"} ${shellWord(folder, platform)}`;

export const openUrl = (url: string, platform: NodeJS.Platform): string =>
  `${({ win32: "start", darwin: "open" } as Record<string, string>)[platform] ?? "xdg-open"} ${url}`;

/** Quotes a text if needed. */
export function shellWord(text: string, platform: NodeJS.Platform): string {
  if (/^[\w./:\\…-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", platform === "win32" ? "''" : `'\\''`)}'`;
}
