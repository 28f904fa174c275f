/** The line that sets a variable of the environment in the shell that the system's users have. */
export const setVariable = (name: string, value: string, platform: NodeJS.Platform): string =>
  platform === "win32" ? `$env:${name} = "${value}"` : `export ${name}=${shellWord(value)}`;

export const unsetVariable = (name: string, platform: NodeJS.Platform): string =>
  platform === "win32" ? `Remove-Item Env:${name}` : `unset ${name}`;

/** A text as one word of a shell. */
export const shellWord = (text: string): string =>
  /^[\w./:\\…-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
