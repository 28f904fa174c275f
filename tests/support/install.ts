import { existsSync } from "node:fs";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../tools/pulumi/cache";
import { pack, root, succeeds } from "./packed";

const script = (file: string) => [process.execPath, join(root, "node_modules", file)];
const cache = (name: string) => join(cacheFolder(), name);

/**
 * How each package manager installs dependencies, without scripts. npm uses its usual cache; the others use a
 * cache beside the engine's.
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
    // A kept cache would return an earlier tarball of the same name and version.
    env: { YARN_CACHE_FOLDER: "cache" },
  },
  "Yarn 4": {
    command: [...script("@yarnpkg/cli-dist/bin/yarn.js"), "install"],
    env: {
      YARN_NODE_LINKER: "node-modules",
      YARN_ENABLE_SCRIPTS: "false",
      YARN_ENABLE_TELEMETRY: "false",
      // Without this, it requires a lock file in CI.
      YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
      YARN_ENABLE_HARDENED_MODE: "false",
      YARN_GLOBAL_FOLDER: cache("yarn-4"),
    },
  },
};

export type Manager = keyof typeof managers;

/**
 * Installs the package with a package manager and returns the program's folder. Tests share one for each
 * manager.
 *
 * @param purpose names a separate folder, for tests that change its contents, such as `pulumi package add`
 */
export function installedBy(manager: Manager, purpose = ""): Promise<string> {
  const name = `${manager.replace(" ", "-")}${purpose}`;
  const folder = folders.get(name) ?? (purpose ? copyOf(manager, name) : install(manager, name));
  folders.set(name, folder);
  return folder;
}

const folders = new Map<string, Promise<string>>();

async function copyOf(manager: Manager, name: string): Promise<string> {
  const installed = await installedBy(manager);
  const folder = join(dirname(installed), name);
  await cp(installed, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}

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
    // The same registry for all managers, whatever their configuration files.
    env: { ...process.env, npm_config_registry: registry, YARN_NPM_REGISTRY_SERVER: registry, ...env },
  });
  // Link this project's peer dependency, which is large, and the types of Node.js, if they are missing.
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

/** Installs another major version of Node.js from npm, once. Exact versions differ between platforms. */
export async function installNode(major: number): Promise<string> {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const prefix = process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  const name = `${prefix}-${platform}-${process.arch}`;
  const folder = cache(`node-${major}`);
  const installed = join(folder, "node_modules", name, "package.json");
  if (!existsSync(installed)) {
    await mkdir(folder, { recursive: true });
    await succeeds("npm", [
      ...["install", "--prefix", folder, "--ignore-scripts", "--no-audit"],
      `${name}@${major}`,
    ]);
  }
  const { bin } = require(installed);
  return join(folder, "node_modules", name, bin.node);
}
