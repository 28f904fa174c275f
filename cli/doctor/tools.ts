import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { type Finding, failure, ok, skipped, warning } from "./finding";
import { shellWord } from "./shell";
import type { Surroundings } from "./surroundings";

/** Whether Node, this package and Pulumi's SDK are there and new enough for the program in this folder. */
export async function examineTools(around: Surroundings): Promise<Finding[]> {
  const program = await findProgram(around.folder);
  return [node(around), ...(await packages(around, program))];
}

/** The program of the project, as its Pulumi.yaml describes it. */
interface Program {
  /** Where Pulumi runs it, and where the provider is looked for. */
  folder: string;
  runtime: string;
}

const oldestNode = (require("pulumi-enablex/package.json") as { engines: { node: string } }).engines.node;
/** Since this version a dynamic provider may answer with inputs when it reads. */
const oldestSdk = "3.216.0";

function node({ nodeVersion }: Surroundings): Finding {
  const oldest = oldestNode.replace(">=", "");
  if (isAtLeast(nodeVersion, oldest)) return ok("Node.js", nodeVersion);
  return failure(
    "Node.js",
    `${nodeVersion} is too old: ${oldest} is the oldest that serves; https://nodejs.org has the newest`,
    "nvm install --lts",
  );
}

async function packages(around: Surroundings, program: Program): Promise<Finding[]> {
  const checks = ["pulumi-enablex", "@pulumi/pulumi"] as const;
  if (program.runtime !== "nodejs") {
    return checks.map((check) =>
      skipped(check, `the program is written for ${program.runtime}, and its rooms come from the plugin`),
    );
  }
  const from = createRequire(join(program.folder, "index.js"));
  return [await ownPackage(from, program, around), await sdk(from, program)];
}

async function ownPackage(from: NodeJS.Require, { folder }: Program, around: Surroundings): Promise<Finding> {
  const check = "pulumi-enablex";
  try {
    // What the provider's text in the state requires.
    from.resolve("pulumi-enablex/dynamic");
  } catch {
    return failure(
      check,
      `the provider cannot be loaded from ${folder}: the package is not installed there, or not built`,
      `cd ${shellWord(folder)} && ${await installLine(folder, around)}`,
    );
  }
  const version = await versionOf(from, "pulumi-enablex");
  if (version === around.packageVersion) return ok(check, `${version}, found from ${folder}`);
  return warning(
    check,
    `deployments run ${version}, found from ${folder}, and this command belongs to ${around.packageVersion}`,
    `cd ${shellWord(folder)} && npx pulumi-enablex doctor`,
  );
}

/** A package that the program names comes by itself; otherwise it is the file that `npm pack` wrote. */
async function installLine(folder: string, { packageVersion }: Surroundings): Promise<string> {
  const text = await readFile(join(folder, "package.json"), "utf8").catch(() => "");
  const isNamed = /"pulumi-enablex"\s*:/.test(text);
  return isNamed ? "npm install" : `npm install '<path to>/pulumi-enablex-${packageVersion}.tgz'`;
}

async function sdk(from: NodeJS.Require, { folder }: Program): Promise<Finding> {
  const check = "@pulumi/pulumi";
  const mend = `cd ${shellWord(folder)} && npm install @pulumi/pulumi@latest`;
  const version = await versionOf(from, check);
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

/** The nearest Pulumi.yaml, where Pulumi looks for it too. Without one, this folder is taken for a Node.js program. */
async function findProgram(start: string): Promise<Program> {
  for (let folder = start; ; folder = dirname(folder)) {
    const text = await readFile(join(folder, "Pulumi.yaml"), "utf8").catch(() => undefined);
    if (text !== undefined) {
      const runtime = /^runtime:[ \t]*(?:\n[ \t]+name:[ \t]*)?["']?([\w-]+)/m.exec(text)?.[1] ?? "nodejs";
      const main = /^main:\s*["']?([^"'\s#]+)/m.exec(text)?.[1] ?? "";
      return { folder: resolve(folder, extname(main) ? dirname(main) : main), runtime };
    }
    if (folder === dirname(folder)) return { folder: start, runtime: "nodejs" };
  }
}

export function isAtLeast(version: string, oldest: string): boolean {
  const [a, b] = [version, oldest].map((text) => text.split(/[.-]/).map(Number));
  for (const i of [0, 1, 2]) if (a![i] !== b![i]) return a![i]! > b![i]!;
  return true;
}
