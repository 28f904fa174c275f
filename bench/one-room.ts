import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { basename, delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { startEmulator } from "../emulator/index";
import { type Engine, findLanguageHosts, findYamlLanguageHost } from "../tools/pulumi/find-engine";
import { run } from "../tools/pulumi/run";
import { openSandbox } from "../tools/pulumi/sandbox";
import { median } from "./measure";

/** What a plugin costs that manages one room: medians. */
export interface OneRoom {
  title: string;
  /** From the start of its process to its port. */
  startMs: number;
  /** Highest resident memory until then, in MiB. */
  startMiB: number;
  /** A preview of a YAML program with the documented Pulumi.yaml. */
  previewMs: number;
}

const ROUNDS = 15;
const name = "pulumi-resource-enablex";
const root = join(__dirname, "..");

/** Measures each plugin in each round, because a machine that slows down must slow all of them. */
export async function measureOneRoom(engine: Engine): Promise<OneRoom[]> {
  await using emulator = await startEmulator();
  await using sandbox = await openSandbox(engine);
  const hosts = [
    await findYamlLanguageHost(engine, console.error),
    await findLanguageHosts(engine, console.error),
  ];
  const env = {
    ...sandbox.env,
    PATH: [sandbox.env.PATH, ...hosts].join(delimiter),
    ENABLEX_API_URL: emulator.apiUrl,
    ENABLEX_MEETING_URL: emulator.meetingUrl,
    ENABLEX_APP_ID: emulator.appId,
    ENABLEX_APP_KEY: emulator.appKey,
  };
  const plugins = [
    {
      title: "pulumi-enablex, through Pulumi's Node.js language host",
      folder: await withoutExecutable(join(sandbox.folder, "hosted")),
      command: [require.resolve("@pulumi/pulumi/cmd/run-plugin"), join(sandbox.folder, "hosted")],
    },
    { title: "pulumi-enablex", folder: root, command: [join(root, name)] },
    {
      title: "one file that does nothing",
      folder: await doesNothing(join(sandbox.folder, "floor")),
      command: [join(sandbox.folder, "floor", name)],
    },
  ];
  const pulumi = async (cwd: string, ...args: string[]) => {
    const ended = await run(engine.command, [...args, "--non-interactive"], { cwd, env });
    if (ended?.code !== 0) throw new Error(`pulumi ${args.join(" ")}: ${ended?.stdout}\n${ended?.stderr}`);
  };
  const samples = [];
  for (const { folder, ...plugin } of plugins) {
    const project = await projectOf(folder, join(sandbox.folder, `one-${basename(folder)}`));
    await pulumi(project, "stack", "init", "dev");
    samples.push({ ...plugin, project, starts: [] as Start[], previews: [] as number[] });
  }
  for (let round = 1; round <= ROUNDS; round++) {
    console.error(`round ${round}, one room`);
    for (const { command, project, starts, previews } of samples) {
      starts.push(await start(command));
      const started = performance.now();
      await pulumi(project, "preview");
      previews.push(performance.now() - started);
    }
  }
  return samples.map(({ title, starts, previews }) => ({
    title,
    startMs: median(starts.map(({ ms }) => ms)),
    startMiB: median(starts.map(({ mib }) => mib)),
    previewMs: median(previews),
  }));
}

/** A folder of this plugin that has no executable, so that the engine uses its PulumiPlugin.yaml. */
async function withoutExecutable(folder: string): Promise<string> {
  await mkdir(folder);
  await writeFile(join(folder, "PulumiPlugin.yaml"), "runtime: nodejs\n");
  await writeFile(join(folder, "package.json"), '{ "main": "index.js" }');
  await writeFile(join(folder, "index.js"), `require(${JSON.stringify(join(root, name))});\n`);
  return folder;
}

/** A folder of a plugin that does nothing, as one file. */
async function doesNothing(folder: string): Promise<string> {
  const outfile = join(folder, name);
  const entryPoints = [join(__dirname, "peers/plugin-floor.js")];
  await build({ entryPoints, outfile, bundle: true, platform: "node", minifyWhitespace: true });
  await chmod(outfile, 0o755);
  return folder;
}

/** A YAML project with one room, whose Pulumi.yaml is that of the documentation. */
async function projectOf(plugin: string, folder: string): Promise<string> {
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await symlink(plugin, join(folder, "node_modules/pulumi-enablex"), "junction");
  await writeFile(
    join(folder, "Pulumi.yaml"),
    `name: ${basename(folder)}
runtime: yaml
packages:
  enablex: ./node_modules/pulumi-enablex
resources:
  standup:
    type: enablex:Room
    properties:
      participants: 8
`,
  );
  return folder;
}

interface Start {
  ms: number;
  mib: number;
}

/** Starts a plugin until it prints its port, and kills it. */
async function start(command: string[]): Promise<Start> {
  const started = performance.now();
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  await once(createInterface(child.stdout), "line");
  const ms = performance.now() - started;
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  child.kill("SIGKILL");
  await ended;
  return { ms, mib: Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024 };
}
