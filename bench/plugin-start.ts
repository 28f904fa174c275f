import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { nodeFloor, ourPlugin } from "./contenders/plugins";
import type { PluginStart } from "./results";

const ROUNDS = 15;

/** Starts the plugin and one that does nothing, in turn, each until it prints its port. */
export async function measureStarts(): Promise<PluginStart[]> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-enablex-start-"));
  try {
    const folders = {
      "a Node.js plugin that does nothing": await nodeFloor(join(folder, "floor")),
      "pulumi-enablex": await ourPlugin(folder),
    };
    const starts: PluginStart[] = [];
    for (const [title, folder] of Object.entries(folders)) {
      const { size } = await stat(join(folder, FILE));
      starts.push({ title, bytes: size, wallMs: [], peakMiB: [] });
    }
    for (let round = 1; round <= ROUNDS; round++) {
      for (const [i, folder] of Object.values(folders).entries()) {
        const { ms, mib } = await start(join(folder, FILE));
        starts[i]!.wallMs.push(ms);
        starts[i]!.peakMiB.push(mib);
      }
    }
    return starts;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const FILE = "pulumi-resource-enablex";

/** Starts a plugin until it prints its port, and kills it. */
async function start(file: string): Promise<{ ms: number; mib: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  await once(createInterface(child.stdout), "line");
  const ms = performance.now() - started;
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  child.kill("SIGKILL");
  await ended;
  return { ms, mib: Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024 };
}
