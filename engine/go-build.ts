import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./cache";
import { run } from "./run";

/** A command that is built from a Go module, pinned by the go.mod and go.sum in a folder here. */
export interface GoTool {
  /** Folder beside this file, and name of what it is in messages. */
  folder: "pulumi" | "yaml";
  /** Import path of the command's package. */
  package: string;
  command: string;
  version: string;
  /** Import path of the variable that holds the version; the Automation API refuses a command without one. */
  versionVariable: string;
}

export const pulumiCli: GoTool = {
  folder: "pulumi",
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  command: "pulumi",
  version: "3.259.0",
  versionVariable: "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
};

export const yamlLanguageHost: GoTool = {
  folder: "yaml",
  package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  command: "pulumi-language-yaml",
  version: "1.38.0",
  versionVariable: "github.com/pulumi/pulumi-yaml/pkg/version.Version",
};

/** Where a command lies once it is built. */
export const goFolder = ({ command, version }: GoTool): string =>
  join(cacheFolder(), "go", `${command}-${version}`, "bin");

/**
 * Builds a command with Go, unless the cache holds it already. Go's own caches stand in the cache folder while it
 * builds and are removed afterwards: they are thirty times as large as what they leave.
 *
 * @returns the folder that holds the command, or why there is none
 */
export async function goBuild(
  tool: GoTool,
  say: (line: string) => void,
): Promise<{ folder: string } | { why: string }> {
  const folder = goFolder(tool);
  const name = process.platform === "win32" ? `${tool.command}.exe` : tool.command;
  if (await isThere(join(folder, name))) return { folder };
  const go = await run("go", ["version"]);
  if (go?.code !== 0) return { why: "Go is not installed." };

  say(
    `Building ${tool.command} ${tool.version} with Go. This takes a few minutes once; the result is kept in ${folder}.`,
  );
  await removeLeftovers();
  const work = join(cacheFolder(), `building-${process.pid}`);
  await mkdir(work, { recursive: true });
  const built = join(work, name);
  const beat = heartbeat(say);
  try {
    const ended = await run(
      "go",
      [
        ...["build", "-modcacherw", "-o", built],
        ...["-ldflags", `-s -w -X ${tool.versionVariable}=v${tool.version}`],
        tool.package,
      ],
      {
        cwd: join(__dirname, tool.folder),
        env: {
          ...process.env,
          GOMODCACHE: join(work, "modules"),
          GOCACHE: join(work, "build"),
          GOFLAGS: "-buildvcs=false",
        },
      },
    );
    if (ended?.code !== 0) return { why: `Go could not build it: ${lastLines(ended?.stderr ?? "")}` };
    await mkdir(folder, { recursive: true });
    await rename(built, join(folder, name));
    return { folder };
  } finally {
    clearInterval(beat);
    await rm(work, { recursive: true, force: true });
  }
}

/** Removes what builds have left that were killed: some GB each. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(cacheFolder()).catch(() => [])) {
    const builder = /^building-(\d+)$/.exec(name)?.[1];
    if (builder && !isRunning(Number(builder)))
      await rm(join(cacheFolder(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process may not be asked, but is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whoever waits for minutes wants to see that something goes on. */
function heartbeat(say: (line: string) => void): NodeJS.Timeout {
  const started = Date.now();
  return setInterval(() => say(`… still building, ${Math.round((Date.now() - started) / 1000)} s`), 20_000);
}

const isThere = (path: string) =>
  stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );

const lastLines = (text: string) => text.trim().split("\n").slice(-3).join(" ");
