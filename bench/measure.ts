import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";

/** What a command and all its descendant processes cost. */
export interface Cost {
  wallMs: number;
  /** Processor time of all processes. */
  cpuMs: number;
  /** Highest resident memory, in MiB, of each kind of process. */
  peakMiB: Record<string, number>;
}

const TICK_MS = 10;
/** Sampling all processes takes some milliseconds, which would delay the measured command. */
const SAMPLE_MS = 250;

/**
 * Runs a Node.js script in its own process and measures it and its descendants, from /proc (Linux only). Memory and
 * processor time are sampled, so they lack the last moments of each process.
 *
 * @param input written to the script's standard input, because every process could read an argument
 */
export async function measure(script: string, input: string): Promise<Cost> {
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", script], { stdio: ["pipe", "ignore", "pipe"] });
  child.stdin.end(input);
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const cpu = new Map<number, number>();
  const peakMiB: Record<string, number> = {};
  let running = true;
  const sampling = (async () => {
    while (running) {
      for (const { pid, kind, cpuMs, rssMiB } of await processTree(child.pid!)) {
        cpu.set(pid, cpuMs);
        peakMiB[kind] = Math.max(peakMiB[kind] ?? 0, rssMiB);
      }
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
  })();
  const code = await ended;
  const wallMs = performance.now() - started;
  running = false;
  await sampling;
  if (code !== 0) throw new Error(`${script} ended with code ${code}: ${errors.slice(-2_000)}`);
  return { wallMs, cpuMs: [...cpu.values()].reduce((sum, each) => sum + each, 0), peakMiB };
}

interface ProcessSample {
  pid: number;
  kind: string;
  cpuMs: number;
  rssMiB: number;
}

async function processTree(root: number): Promise<ProcessSample[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(pids.map(statOf))).filter((each) => each !== undefined);
  const tree = all.filter(({ pid }) => pid === root);
  // The process tree grows during the traversal.
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return Promise.all(
    tree.map(async (each) => ({ ...each, kind: each.pid === root ? "program" : await kindOf(each.pid) })),
  );
}

interface Stat {
  pid: number;
  parent: number;
  cpuMs: number;
  rssMiB: number;
}

/** The fields of /proc/<pid>/stat that are needed. `undefined` if the process has ended. */
async function statOf(pid: string): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  return {
    pid: Number(pid),
    parent: fields[1]!,
    cpuMs: (fields[11]! + fields[12]!) * TICK_MS,
    rssMiB: (fields[21]! * 4096) / 2 ** 20,
  };
}

async function kindOf(pid: number): Promise<string> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  if (/dynamic-provider|provider\/plugin|pulumi-resource/.test(command)) return "provider";
  return /\/pulumi\0/.test(command) ? "engine" : "other";
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
