import { existsSync } from "node:fs";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { cacheFolder } from "../../tools/pulumi/cache";
import { pack, root, succeeds } from "./packed";

const cache = (name: string) => join(cacheFolder(), name);

/**
 * How each package manager installs dependencies, without scripts. npm uses its usual cache; the others use a
 * cache next to the engine's. All settings are environment variables, for language hosts too.
 */
const managers = {
  npm: {
    script: undefined,
    env: {
      npm_config_prefer_offline: "true",
      npm_config_ignore_scripts: "true",
      npm_config_audit: "false",
      npm_config_legacy_peer_deps: "true",
    },
  },
  pnpm: {
    script: "pnpm/bin/pnpm.cjs",
    env: {
      npm_config_prefer_offline: "true",
      npm_config_ignore_scripts: "true",
      npm_config_frozen_lockfile: "false",
      npm_config_auto_install_peers: "false",
      npm_config_store_dir: cache("pnpm"),
      npm_config_cache_dir: cache("pnpm-metadata"),
    },
  },
  "Yarn 1": {
    script: "yarn/bin/yarn.js",
    env: {
      npm_config_ignore_scripts: "true",
      // Pulumi's SDK names a newer Node.js than it needs.
      npm_config_ignore_engines: "true",
      // A kept cache would return an earlier tarball of the same name and version.
      YARN_CACHE_FOLDER: "cache",
    },
  },
  "Yarn 4": {
    script: "@yarnpkg/cli-dist/bin/yarn.js",
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

/** An environment in which `npm`, `pnpm` or `yarn` is this package manager, with its settings. */
export async function environmentOf(
  manager: Manager,
  base: NodeJS.ProcessEnv = process.env,
): Promise<NodeJS.ProcessEnv> {
  const { script, env } = managers[manager];
  const bin = join((await pack()).folder, "bin", manager.replace(" ", "-"));
  await mkdir(bin, { recursive: true });
  const command = join(bin, manager.split(" ")[0]!.toLowerCase());
  if (script && !existsSync(command)) await symlink(join(root, "node_modules", script), command);
  // The same registry for all managers, whatever their configuration files.
  const registry = (await succeeds("npm", ["config", "get", "registry"])).stdout.trim();
  return {
    ...base,
    PATH: [bin, base.PATH].join(delimiter),
    npm_config_registry: registry,
    YARN_NPM_REGISTRY_SERVER: registry,
    ...env,
  };
}

/**
 * Installs the package with a package manager and returns the program's folder. Tests share one for each
 * manager.
 *
 * @param purpose names a separate folder, for tests that change its contents, such as `pulumi package add`
 * @param others further dependencies of the program
 */
export function installedBy(manager: Manager, purpose = "", others?: object): Promise<string> {
  const name = `${manager.replace(" ", "-")}${purpose}`;
  const folder =
    folders.get(name) ?? (purpose && !others ? copyOf(manager, name) : install(manager, name, others));
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

async function install(manager: Manager, name: string, others?: object): Promise<string> {
  const packed = await pack();
  const folder = join(packed.folder, name);
  await mkdir(folder);
  const dependencies = { "pulumi-enablex": `file:${packed.tarball}`, ...others };
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  const command = manager.split(" ")[0]!.toLowerCase();
  await succeeds(command, ["install"], { cwd: folder, env: await environmentOf(manager) });
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
