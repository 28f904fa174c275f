import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Environment } from "../environment";

/** Commands of the package manager that a program's folder uses. */
export interface PackageManager {
  /** Installs what the folder's package.json names. */
  install: string;
  /** Begins the line that adds a package. */
  add: string;
  /** Yarn keeps packages where neither Pulumi nor the provider's host finds them. */
  isPlugAndPlay: boolean;
}

/** By the lock file in a folder or above it, as the managers look for their workspaces; npm without one. */
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

/** Installs this package: as the program's package.json says, else from the file that `npm pack` wrote. */
export async function installCommand(
  folder: string,
  { packageVersion, platform }: Environment,
): Promise<string> {
  const manager = packageManagerOf(folder);
  if (await isDependency(folder)) return manager.install;
  const quote = platform === "win32" ? '"' : "'";
  return `${manager.add} ${quote}<path to>/pulumi-enablex-${packageVersion}.tgz${quote}`;
}

/** Whether the nearest package.json names the package. */
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
    const file = createRequire(join(folder, "index.js")).resolve(`${name}/package.json`);
    return (JSON.parse(await readFile(file, "utf8")) as { version: string }).version;
  } catch {
    return undefined;
  }
}
