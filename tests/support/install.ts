import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../../tools/pulumi/cache";
import { pack, root, succeeds } from "./packed";

const script = (file: string) => [process.execPath, join(root, "node_modules", file)];
const cache = (name: string) => join(cacheFolder(), name);

/**
 * How each package manager installs what a package.json asks for, without scripts. But for npm, which has its usual
 * cache, they keep what they download where the engine is kept.
 */
const managers = {
  npm: {
    command: ["npm", "install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--legacy-peer-deps"],
    env: {},
  },
  pnpm: {
    command: [
      ...script("pnpm/bin/pnpm.cjs"),
      ...["install", "--prefer-offline", "--ignore-scripts", "--no-frozen-lockfile"],
      ...["--config.auto-install-peers=false", `--store-dir=${cache("pnpm")}`],
      `--config.cache-dir=${cache("pnpm-metadata")}`,
    ],
    env: {},
  },
  "Yarn 1": {
    command: [
      ...script("yarn/bin/yarn.js"),
      ...["install", "--ignore-scripts", "--no-lockfile", "--non-interactive"],
    ],
    // In a cache that it keeps, it finds an earlier tarball of the same name and version, and installs that.
    env: { YARN_CACHE_FOLDER: "cache" },
  },
  "Yarn 4": {
    command: [...script("@yarnpkg/cli-dist/bin/yarn.js"), "install"],
    env: {
      YARN_NODE_LINKER: "node-modules",
      YARN_ENABLE_SCRIPTS: "false",
      YARN_ENABLE_TELEMETRY: "false",
      // In CI it wants a lock file, which there is not.
      YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
      YARN_ENABLE_HARDENED_MODE: "false",
      YARN_GLOBAL_FOLDER: cache("yarn-4"),
    },
  },
};

export type Manager = keyof typeof managers;

/**
 * A program's folder in which a package manager installed the package. Tests share one for each manager.
 *
 * @param purpose gives those a folder of their own that change what is in it, as `pulumi package add` does
 */
export function installedBy(manager: Manager, purpose = ""): Promise<string> {
  const name = `${manager.replace(" ", "-")}${purpose}`;
  const folder = folders.get(name) ?? install(manager, name);
  folders.set(name, folder);
  return folder;
}

const folders = new Map<string, Promise<string>>();

async function install(manager: Manager, name: string): Promise<string> {
  const packed = await pack();
  const folder = join(packed.folder, name);
  await mkdir(folder);
  const dependencies = { "pulumi-enablex": `file:${packed.tarball}` };
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  const registry = (await succeeds("npm", ["config", "get", "registry"])).stdout.trim();
  const { command, env } = managers[manager];
  await succeeds(command[0]!, command.slice(1), {
    cwd: folder,
    // One registry for all, whichever files each reads for it.
    env: { ...process.env, npm_config_registry: registry, YARN_NPM_REGISTRY_SERVER: registry, ...env },
  });
  // The peer dependency is large, and the one of this project serves. It brings the types of Node, as a rule.
  for (const [scope, name] of [
    ["@pulumi", "pulumi"],
    ["@types", "node"],
  ] as const) {
    const place = join("node_modules", scope, name);
    if (existsSync(join(folder, place))) continue;
    await mkdir(join(folder, "node_modules", scope), { recursive: true });
    await symlink(join(root, place), join(folder, place), "junction");
  }
  return folder;
}

/**
 * A Node of another release line, from npm. Which of its versions are there depends on the platform, hence no exact
 * one.
 */
export async function installNode(major: number): Promise<string> {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const prefix = process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  const name = `${prefix}-${platform}-${process.arch}`;
  const folder = cache(`node-${major}`);
  await mkdir(folder, { recursive: true });
  await succeeds("npm", [
    ...["install", "--prefix", folder, "--prefer-offline", "--ignore-scripts", "--no-audit"],
    `${name}@${major}`,
  ]);
  const { bin } = require(join(folder, "node_modules", name, "package.json"));
  return join(folder, "node_modules", name, bin.node);
}
