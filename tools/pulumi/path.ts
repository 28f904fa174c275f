import { delimiter } from "node:path";

/**
 * The folders of PATH without those that npm puts first when it runs a script: a user's shell does not have them, and
 * they hold commands that the engine would take before others, this project's own plugin and the npm package `pulumi`.
 */
export const foldersOnPath = (): string[] =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "" && !/node_modules[\\/]\.bin[\\/]?$/.test(folder));
