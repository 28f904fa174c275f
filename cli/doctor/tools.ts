import { readdir, readFile, realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { findProject, type Project } from "../pulumi/project";
import { inFolder } from "../shell";
import { again, type Finding, failure, ok, skipped, warning } from "./finding";
import { installLine, packageManagerOf } from "./package-manager";
import { examinePlugin } from "./plugin";
import { examineProgram } from "./program";
import type { Surroundings } from "./surroundings";

/** Whether Node, this package and Pulumi's SDK are there and new enough for the program in this folder. */
export async function examineTools(around: Surroundings): Promise<Finding[]> {
  return [node(around), ...(await packages(around))];
}

const oldestNode = (require("pulumi-enablex/package.json") as { engines: { node: string } }).engines.node;
/** Since this version a dynamic provider may answer with inputs when it reads. */
export const oldestSdk = "3.216.0";

function node({ nodeVersion, platform }: Surroundings): Finding {
  const oldest = oldestNode.replace(">=", "");
  if (isAtLeast(nodeVersion, oldest)) return ok("Node.js", nodeVersion);
  return failure(
    "Node.js",
    `${nodeVersion} is too old: ${oldest} is the oldest that serves; https://nodejs.org has the newest`,
    platform === "win32" ? "winget install OpenJS.NodeJS.LTS" : "nvm install --lts",
  );
}

async function packages(around: Surroundings): Promise<Finding[]> {
  const project = await findProject(around.folder);
  if (!project) {
    return ["pulumi-enablex", "@pulumi/pulumi"].map((check) => skipped(check, "there is no project here"));
  }
  if (project.runtime !== "nodejs") {
    return [
      await examinePlugin("pulumi-enablex", project, around),
      await sdkOfPlugin(project, around),
      ...(await examineProgram(project, around)),
    ];
  }
  const folder = project.programFolder;
  const found = [await ownPackage(folder, around), await sdk(folder, folder, around)];
  if (await isNative(project)) found.push(await examinePlugin("Plugin", project, around));
  return [...found, ...(await examineProgram(project, around))];
}

/** The plugin loads the messages of Pulumi's protocol from the SDK, which is not among its own dependencies. */
async function sdkOfPlugin({ folder, runtime, plugin }: Project, around: Surroundings): Promise<Finding> {
  const source = plugin?.kind !== "folder" ? undefined : await realpath(plugin.place).catch(() => undefined);
  if (source !== undefined) return sdk(source, folder, around);
  return skipped("@pulumi/pulumi", `the program is written for ${runtime}`);
}

/** Whether a program imports the native form, which needs the plugin. */
async function isNative({ programFolder, plugin }: Project): Promise<boolean> {
  if (plugin !== undefined) return true;
  const files = (await readdir(programFolder).catch(() => [])).filter((file) => /\.[cm]?[jt]s$/.test(file));
  const texts = await Promise.all(
    files.map((file) => readFile(join(programFolder, file), "utf8").catch(() => "")),
  );
  return texts.some((text) => /["']pulumi-enablex\/native["']/.test(text));
}

async function ownPackage(folder: string, around: Surroundings): Promise<Finding> {
  const check = "pulumi-enablex";
  const from = createRequire(join(folder, "index.js"));
  try {
    // What the provider's text in the state requires.
    from.resolve("pulumi-enablex/dynamic");
  } catch {
    if (packageManagerOf(folder).isPlugAndPlay) {
      return failure(
        check,
        `the provider cannot be loaded from ${folder}: Yarn's Plug'n'Play hides it from Pulumi`,
        inFolder(folder, ["yarn config set nodeLinker node-modules", "yarn install"], around.platform),
      );
    }
    return failure(
      check,
      `the provider cannot be loaded from ${folder}: the package is not installed there, or not built`,
      inFolder(folder, [await installLine(folder, around)], around.platform),
    );
  }
  const version = await versionOf(from, "pulumi-enablex");
  if (version === around.packageVersion) return ok(check, `${version}, found from ${folder}`);
  return warning(
    check,
    `deployments run ${version}, found from ${folder}, and this command belongs to ${around.packageVersion}`,
    inFolder(folder, [again("")], around.platform),
  );
}

/**
 * @param start where the package is looked for from
 * @param folder where it is to be installed
 */
async function sdk(start: string, folder: string, { platform }: Surroundings): Promise<Finding> {
  const check = "@pulumi/pulumi";
  const mend = inFolder(folder, [`${packageManagerOf(folder).add} @pulumi/pulumi@latest`], platform);
  const version = await versionOf(createRequire(join(start, "index.js")), check);
  if (version === undefined) return failure(check, `it is not installed in ${folder}`, mend);
  if (isAtLeast(version, oldestSdk)) return ok(check, version);
  return failure(check, `${version} is too old: ${oldestSdk} is the oldest that serves`, mend);
}

async function versionOf(from: NodeJS.Require, name: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(from.resolve(`${name}/package.json`), "utf8")) as { version: string })
      .version;
  } catch {
    return undefined;
  }
}

export function isAtLeast(version: string, oldest: string): boolean {
  const [a, b] = [version, oldest].map((text) => text.split(/[.-]/).map(Number));
  for (const i of [0, 1, 2]) if (a![i] !== b![i]) return a![i]! > b![i]!;
  return true;
}
