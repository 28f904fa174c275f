import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { copyFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isRunning } from "../../cli/pulumi/lock";
import { cacheFolder } from "./cache";
import { run } from "./run";

/** Commands built from a Go module whose go.mod and go.sum are in a folder of this repository. */
export interface GoTool {
  /** Path of the folder from this file's. */
  folder: string;
  /** Go package of each command, by the command's name. */
  commands: Record<string, string>;
  /** Files to copy next to the commands: path in the source of `module`, by the file's name. */
  files?: { module: string; paths: Record<string, string> };
  version: string;
  /** Import path of the version variable. The Automation API rejects a command without a version. */
  versionVariable: string;
}

/**
 * The CLI, with stand-ins for its language hosts and the runner of the Python host in the same folder, as in the official
 * distribution.
 */
export const pulumiCli: GoTool = {
  folder: "cli",
  commands: {
    pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    "pulumi-language-nodejs": "./language-hosts",
    "pulumi-language-python": "./language-hosts",
    "pulumi-language-go": "./language-hosts",
  },
  files: {
    module: "github.com/pulumi/pulumi/sdk/v3",
    paths: { "pulumi-language-python-exec": "python/cmd/pulumi-language-python-exec" },
  },
  version: "3.259.0",
  versionVariable: "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
};

export const yamlLanguageHost: GoTool = {
  folder: "yaml",
  commands: { "pulumi-language-yaml": "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml" },
  version: "1.38.0",
  versionVariable: "github.com/pulumi/pulumi-yaml/pkg/version.Version",
};

/** The folder of the built commands. It changes with the Go module and with the list of commands. */
export const goFolder = (tool: GoTool): string =>
  join(cacheFolder(), "go", `${basename(tool.folder)}-${tool.version}-${fingerprint(tool)}`, "bin");

const sourceOf = ({ folder }: GoTool) => join(__dirname, folder);

function fingerprint(tool: GoTool): string {
  const folder = sourceOf(tool);
  const hash = createHash("sha256").update(JSON.stringify(tool));
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const file = join(folder, name);
    if (statSync(file).isFile()) hash.update(name).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 8);
}

/**
 * Builds commands with Go unless they are cached. Go's own caches are in the cache folder during the build and removed
 * afterwards, because they are thirty times as large as the result.
 *
 * @returns the folder of the commands, or why the build failed
 */
export async function goBuild(
  tool: GoTool,
  say: (line: string) => void,
): Promise<{ folder: string } | { why: string }> {
  const folder = goFolder(tool);
  if (await isThere(folder)) return { folder };
  const found = await run("go", ["version"]);
  if (found?.code !== 0) return { why: "Go is not installed." };

  say(
    `Building ${Object.keys(tool.commands)[0]} ${tool.version} with Go. This takes a few minutes once; the result is kept in ${folder}.`,
  );
  await removeLeftovers();
  const work = join(cacheFolder(), `building-${process.pid}`);
  const bin = join(work, "bin");
  await mkdir(bin, { recursive: true });
  const beat = heartbeat(say);
  try {
    await buildInto(bin, tool, work);
    await mkdir(dirname(folder), { recursive: true });
    // Another process may have built it at the same time.
    await rename(bin, folder).catch(async (error) => {
      if (!(await isThere(folder))) throw error;
    });
    return { folder };
  } catch (error) {
    if (error instanceof GoFailed) return { why: `Go could not build it: ${error.message}` };
    throw error;
  } finally {
    clearInterval(beat);
    await rm(work, { recursive: true, force: true });
  }
}

class GoFailed extends Error {}

async function buildInto(bin: string, tool: GoTool, work: string): Promise<void> {
  const env = {
    ...process.env,
    GOMODCACHE: join(work, "modules"),
    GOCACHE: join(work, "build"),
    GOFLAGS: "-buildvcs=false -modcacherw",
  };
  const go = async (...args: string[]) => {
    const ended = await run("go", args, { cwd: sourceOf(tool), env });
    if (ended?.code !== 0) throw new GoFailed(lastLines(ended?.stderr ?? ""));
    return ended.stdout.trim();
  };
  for (const [command, path] of Object.entries(tool.commands)) {
    const file = process.platform === "win32" ? `${command}.exe` : command;
    const flags = `-s -w -X ${tool.versionVariable}=v${tool.version}`;
    await go("build", "-o", join(bin, file), "-ldflags", flags, path);
  }
  if (!tool.files) return;
  const source = await go("list", "-m", "-f", "{{.Dir}}", tool.files.module);
  for (const [name, path] of Object.entries(tool.files.paths))
    await copyFile(join(source, path), join(bin, name));
}

/** Removes the leftovers of killed builds, some GB each. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(cacheFolder()).catch(() => [])) {
    const builder = /^building-(\d+)$/.exec(name)?.[1];
    if (builder && !isRunning(Number(builder)))
      await rm(join(cacheFolder(), name), { recursive: true, force: true });
  }
}

/** Shows progress during a build of several minutes. */
function heartbeat(say: (line: string) => void): NodeJS.Timeout {
  const started = Date.now();
  return setInterval(() => say(`… still building, ${Math.round((Date.now() - started) / 1000)} s`), 20_000);
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

const lastLines = (text: string) => text.trim().split("\n").slice(-3).join(" ");
