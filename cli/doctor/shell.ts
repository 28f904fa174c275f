/** The line that sets a variable of the environment in the shell that the system's users have. */
export const setVariable = (name: string, value: string, platform: NodeJS.Platform): string =>
  platform === "win32" ? `$env:${name} = "${value}"` : `export ${name}=${shellWord(value)}`;

export const unsetVariable = (name: string, platform: NodeJS.Platform): string =>
  platform === "win32" ? `Remove-Item Env:${name}` : `unset ${name}`;

/** The line that gives a variable another name. */
export const renameVariable = (from: string, to: string, platform: NodeJS.Platform): string =>
  platform === "win32"
    ? `$env:${to} = $env:${from}; ${unsetVariable(from, platform)}`
    : `export ${to}="$${from}" && ${unsetVariable(from, platform)}`;

/** Two lines as one, the second of which is run after the first. */
export const inTurn = (first: string, second: string, platform: NodeJS.Platform): string =>
  `${first}${platform === "win32" ? "; " : " && "}${second}`;

/** A text as one word of a shell. */
export const shellWord = (text: string): string =>
  /^[\w./:\\…-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
