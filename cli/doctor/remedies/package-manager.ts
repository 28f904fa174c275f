import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Environment } from "../environment";

/** Commands of the package manager that a program's folder uses. */
export interface PackageManager {
  /** Installs the dependencies of the folder's package.json. */
  install: string;
  /** Adds the package whose name follows. */
  add: string;
  /** Yarn's Plug'n'Play: neither Pulumi nor the provider's process finds the packages. */
  isPlugAndPlay: boolean;
}

/** Chosen by the lock file in the folder or a parent folder (as workspaces are found); npm by default. */
export function packageManagerOf(folder: string): PackageManager {
  for (let at = folder; ; at = dirname(at)) {
    const has = (file: string) => existsSync(join(at, file));
    if (has("pnpm-lock.yaml")) return { install: "pnpm install", add: "pnpm add", isPlugAndPlay: false };
    if (has("yarn.lock")) return { install: "yarn install", add: "yarn add", isPlugAndPlay: has(".pnp.cjs") };
    if (has("package-lock.json") || at === dirname(at)) {
      return { install: "npm install", add: "npm install", isPlugAndPlay: false };
    }
  }
}

/** The command that installs this package: as package.json says, or from the file that `npm pack` wrote. */
export async function installCommand(
  folder: string,
  { packageVersion, platform }: Environment,
): Promise<string> {
  const manager = packageManagerOf(folder);
  if (await isDependency(folder)) return manager.install;
  const quote = platform === "win32" ? '"' : "'";
  return `${manager.add} ${quote}<path to>/pulumi-enablex-${packageVersion}.tgz${quote}`;
}

/** Whether the nearest package.json names this package. */
async function isDependency(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const text = await readFile(join(at, "package.json"), "utf8").catch(() => undefined);
    if (text !== undefined) return /"pulumi-enablex"\s*:/.test(text);
    if (at === dirname(at)) return false;
  }
}

/** The version of a package that a program in a folder would load. */
export async function installedVersion(folder: string, name: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(packageFolder(folder, name)!, "package.json"), "utf8");
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** The real folder of a package that a program in a folder would load. */
export function packageFolder(folder: string, name: string): string | undefined {
  try {
    return dirname(createRequire(join(folder, "index.js")).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
