import { basename, dirname, join } from "node:path";
import { cacheFolder } from "./cache";
import { type GoTool, goBuild, goFolder, pulumiCli, yamlLanguageHost } from "./go-build";
import { foldersOnPath } from "./path";
import { run } from "./run";

/** A Pulumi engine on this machine. */
export interface Engine {
  /** Path of the `pulumi` command. */
  command: string;
  version: string;
  /** The `bin` folder that contains it and, in the official distribution, its language hosts. */
  folder: string;
}

/** Since this version a dynamic provider's `read` may return inputs. */
const oldest = [3, 216] as const;

/**
 * Finds a Pulumi engine: `pulumi` on PATH, or the one that the npm package `pulumi` downloads, or one built with Go.
 * The latter two are kept in a cache folder outside the checkout.
 *
 * @param say called with each line of progress
 * @throws Error that says how to install Pulumi if all three fail
 */
export async function findEngine(say: (line: string) => void): Promise<Engine> {
  const found = (await onPath()) ?? (await engineIn(npmFolder())) ?? (await engineIn(goFolder(pulumiCli)));
  if (found && !("why" in found)) return found;
  const reasons = [found?.why ?? "pulumi is not on PATH"];
  for (const fetch of [fetchFromNpm, buildWithGo]) {
    const fetched = await fetch(say);
    if (!("why" in fetched)) return fetched;
    reasons.push(fetched.why);
    say(fetched.why);
  }
  throw new Error(
    `There is no Pulumi engine here. Install Pulumi (https://www.pulumi.com/docs/install/) or Go, and run this again.\n${reasons.map((why) => `- ${why}`).join("\n")}`,
  );
}

/** The folder of Pulumi's YAML language host: the engine's own if present, otherwise one built with Go. */
export const findYamlLanguageHost = (engine: Engine, say: (line: string) => void): Promise<string> =>
  findBeside(engine, yamlLanguageHost, "pulumi-language-yaml", say);

/**
 * The folder of the language hosts for Node.js, Python and Go: the engine's own if present, otherwise stand-ins built
 * with Go.
 */
export const findLanguageHosts = (engine: Engine, say: (line: string) => void): Promise<string> =>
  findBeside(engine, pulumiCli, "pulumi-language-nodejs", say);

async function findBeside(
  engine: Engine,
  tool: GoTool,
  command: string,
  say: (line: string) => void,
): Promise<string> {
  if (await run(join(engine.folder, command), ["--version"])) return engine.folder;
  const built = await goBuild(tool, say);
  if ("why" in built) throw new Error(`There is no ${command} here: ${built.why}.`);
  return built.folder;
}

type Found = Engine | { why: string };

async function onPath(): Promise<Found | undefined> {
  for (const folder of foldersOnPath()) {
    const found = await engineIn(folder);
    if (!found) continue;
    if ("why" in found) return found;
    // The Automation API only looks for the command in a folder of that name.
    return basename(folder) === "bin" ? found : { why: `${found.command} is not in a folder named bin` };
  }
  return undefined;
}

const { version: npmVersion } = require("pulumi/package.json") as { version: string };
const npmHome = () => join(cacheFolder(), "npm");
const npmFolder = () => join(npmHome(), "versions", npmVersion, "bin");

async function fetchFromNpm(say: (line: string) => void): Promise<Found> {
  say(`Fetching Pulumi ${npmVersion} with its npm package …`);
  const script = join(dirname(require.resolve("pulumi/package.json")), "run.js");
  const { PULUMI_VERSION: _, ...env } = process.env;
  const ended = await run(process.execPath, [script, "version"], { env: { ...env, PULUMI_HOME: npmHome() } });
  const why = `The npm package pulumi could not download it: ${ended?.stderr.trim().split("\n").at(-1)}`;
  return (await engineIn(npmFolder())) ?? { why };
}

async function buildWithGo(say: (line: string) => void): Promise<Found> {
  const built = await goBuild(pulumiCli, say);
  if ("why" in built) return built;
  return (await engineIn(built.folder)) ?? { why: `${built.folder} holds a command that does not run` };
}

async function engineIn(folder: string): Promise<Found | undefined> {
  const command = join(folder, process.platform === "win32" ? "pulumi.exe" : "pulumi");
  const ended = await run(command, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  if (!ended) return undefined;
  const [, version, major, minor] = /^v?((\d+)\.(\d+)\.\S+)/m.exec(ended.stdout) ?? [];
  if (ended.code !== 0 || !version) return { why: `${command} does not tell its version` };
  const isOld = Number(major) !== oldest[0] || Number(minor) < oldest[1];
  return isOld
    ? { why: `${command} is version ${version}, and ${oldest.join(".")} is the oldest that serves` }
    : { command, version, folder };
}
