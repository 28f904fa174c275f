import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import type { Project } from "../project";
import { inFolder } from "../shell";
import { type Finding, failure, ok } from "./finding";
import { installLine } from "./package-manager";
import type { Surroundings } from "./surroundings";

/**
 * Whether Pulumi finds the plugin of the native form.
 *
 * @param check what the finding is called
 */
export async function examinePlugin(check: string, project: Project, around: Surroundings): Promise<Finding> {
  const { folder, pluginSource } = project;
  const command = onPath(around);
  // Pulumi takes it before what packages name.
  if (command !== undefined) return ok(check, `the plugin is ${command}`);
  const name = await lineThatNames(project, around);
  if (pluginSource === undefined) {
    const says =
      "nothing says where the plugin lies: no entry of packages in the project's file, no command on PATH";
    return failure(
      check,
      says,
      inFolder(folder, [...(await missing(folder, around)), name], around.platform),
    );
  }
  if (isAddress(pluginSource)) return ok(check, `the plugin comes from ${pluginSource}`);
  const source = resolve(folder, pluginSource);
  const plugin = await pluginIn(source);
  if (plugin === "not built") {
    const says = `the project takes the plugin from ${source}, which is not built`;
    return failure(check, says, inFolder(source, ["npm ci"], around.platform));
  }
  if (plugin !== undefined) return ok(check, `${plugin.version}, the plugin in ${source}`);
  const says = `the project takes the plugin from ${source}, where there is none`;
  const install = await missing(folder, around);
  // Where only the package is missing from the right place, the entry is right.
  const lines = source === join(folder, installed) ? install : [...install, PACKAGE_ADD];
  return failure(check, says, inFolder(folder, lines, around.platform));
}

const installed = join("node_modules", "pulumi-enablex");

const PACKAGE_ADD = "pulumi package add ./node_modules/pulumi-enablex";

/** The line that installs the package, unless it is there. */
const missing = async (folder: string, around: Surroundings): Promise<string[]> =>
  existsSync(join(folder, installed, "package.json")) ? [] : [await installLine(folder, around)];

/** Pulumi's own line would make an SDK too, which the package of a TypeScript program is itself. */
async function lineThatNames({ file, hasPackages, runtime }: Project, around: Surroundings): Promise<string> {
  if (runtime !== "nodejs" || hasPackages) return PACKAGE_ADD;
  return around.platform === "win32"
    ? `Add-Content ${file} "packages:\`n  enablex: node_modules/pulumi-enablex"`
    : `printf 'packages:\\n  enablex: node_modules/pulumi-enablex\\n' >> ${file}`;
}

/** Pulumi's own rule: a scheme, or a first part that looks like a host. */
const isAddress = (source: string): boolean => /^[\w+.-]+:\/\/|^git@|^[^./\\][^/\\]*\.[a-z]+\//i.test(source);

async function pluginIn(folder: string): Promise<{ version: string } | "not built" | undefined> {
  try {
    const { name, version, main } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    if (name !== "pulumi-enablex" || !existsSync(join(folder, "PulumiPlugin.yaml"))) return undefined;
    return existsSync(join(folder, main)) ? { version } : "not built";
  } catch {
    return undefined;
  }
}

function onPath(around: Surroundings): string | undefined {
  if (/^(1|true)$/i.test(around.env.PULUMI_IGNORE_AMBIENT_PLUGINS ?? "")) return undefined;
  const name = around.platform === "win32" ? "pulumi-resource-enablex.cmd" : "pulumi-resource-enablex";
  return pathOfPulumi(around)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/**
 * Where a `pulumi` looks for commands that is started as this command was. What npx, `pnpm exec` and `yarn` put before
 * the user's own folders, it will not see; what runs a script of package.json, it will.
 */
function pathOfPulumi({ env }: Surroundings): string[] {
  const folders = (env.PATH ?? "").split(delimiter).filter(isAbsolute);
  if (env.npm_lifecycle_event !== undefined && env.npm_lifecycle_event !== "npx") return folders;
  const end = folders.findLastIndex((folder) => /[\\/]node-gyp-bin[\\/]?$/.test(folder));
  if (end >= 0) return folders.slice(end + 1);
  const isRunner = env.npm_config_user_agent !== undefined;
  return folders.filter((folder) => !isRunner || !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder));
}
