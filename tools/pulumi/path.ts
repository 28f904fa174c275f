import { delimiter } from "node:path";

/**
 * The folders of PATH without those that npm prepends when it runs a script. A user's shell does not have them, and the
 * engine would find this project's own plugin and the npm package `pulumi` there first.
 */
export const foldersOnPath = (): string[] =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "" && !/node_modules[\\/]\.bin[\\/]?$/.test(folder));
