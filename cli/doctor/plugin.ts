import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, isAbsolute, join, relative } from "node:path";
import type { Project } from "../pulumi/project";
import { appendLines, inFolder, replaceIn } from "../shell";
import { type Finding, failure, ok } from "./finding";
import { installLine } from "./package-manager";
import type { Surroundings } from "./surroundings";

/**
 * Whether Pulumi finds the plugin of the native form.
 *
 * @param check what the finding is called
 */
export async function examinePlugin(check: string, project: Project, around: Surroundings): Promise<Finding> {
  const { folder, plugin } = project;
  const command = onPath(around);
  // Pulumi takes it before what packages name.
  if (command !== undefined) return ok(check, `the plugin is ${command}`);
  const there = placeOf(folder);
  if (plugin === undefined) {
    const says =
      "nothing says where the plugin lies: no entry of packages in the project's file, no command on PATH";
    const lines = [...(await missing(there, folder, around)), ...linesThatName(there, project, around)];
    return failure(check, says, inFolder(folder, lines, around.platform));
  }
  const { kind, place } = plugin;
  if (kind === "repository") return ok(check, `the plugin comes from ${place}`);
  if (kind === "registry") {
    const says = `Pulumi takes ${place} for a name in its Registry: a path in the project's folder begins with ./`;
    const isPath = place === installed || existsSync(join(folder, place));
    const mends = isPath ? replaceIn(project.file, place, `./${place}`, around.platform) : packageAdd(there);
    const isElsewhere = isPath && place !== installed;
    const lines = isElsewhere ? [mends] : [...(await missing(there, folder, around)), mends];
    return failure(check, says, inFolder(folder, lines, around.platform));
  }
  const found = await pluginIn(place);
  if (found === "not built") {
    const says = `the project takes the plugin from ${place}, which is not built`;
    return failure(check, says, inFolder(place, ["npm ci"], around.platform));
  }
  if (found !== undefined) return ok(check, `${found.version}, the plugin in ${place}`);
  const says = `the project takes the plugin from ${place}, where there is none`;
  const install = await missing(there, folder, around);
  // Where only the package is missing from the right place, the entry is right.
  const isRight = there === undefined && place === join(folder, installed);
  const lines = isRight ? install : [...install, packageAdd(there)];
  return failure(check, says, inFolder(folder, lines, around.platform));
}

const installed = "node_modules/pulumi-enablex";

/** Where the package lies as seen from a folder: in its node_modules, or in those of a workspace above it. */
function placeOf(folder: string): string | undefined {
  try {
    const file = createRequire(join(folder, "index.js")).resolve("pulumi-enablex/package.json");
    const place = relative(folder, dirname(file)).replaceAll("\\", "/");
    return place.startsWith(".") ? place : `./${place}`;
  } catch {
    return undefined;
  }
}

/** The line that installs the package, unless it is there. */
const missing = async (there: string | undefined, folder: string, around: Surroundings): Promise<string[]> =>
  there === undefined ? [await installLine(folder, around)] : [];

const packageAdd = (there = `./${installed}`): string => `pulumi package add ${there}`;

/** Pulumi's own line would make an SDK too, which the package of a TypeScript program is itself. */
function linesThatName(there: string | undefined, project: Project, { platform }: Surroundings): string[] {
  const { folder, file, hasPackages, runtime } = project;
  if (runtime !== "nodejs" || hasPackages || file.endsWith(".json")) {
    return [...linesForLanguage(folder, runtime, platform), packageAdd(there)];
  }
  const place = there ?? `./${installed}`;
  // The last line of the file may have no end.
  return [appendLines(file, ["", "packages:", `  enablex: ${place}`], platform)];
}

/** Makes the file in which Pulumi enters the SDK, and without which it makes none. */
function linesForLanguage(folder: string, runtime: string, platform: NodeJS.Platform): string[] {
  const lacks = (...files: string[]) => !files.some((file) => existsSync(join(folder, file)));
  if (runtime === "python" && lacks("requirements.txt", "pyproject.toml"))
    return [appendLines("requirements.txt", ["pulumi"], platform)];
  return runtime === "go" && lacks("go.mod") ? ["go mod init rooms"] : [];
}

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
