import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import type { Command } from "./contender";

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
 * Runs a command and measures it and its descendants, from /proc (Linux only). Processor time is sampled, so it lacks
 * the last moments of each process.
 *
 * @throws Error with the command's output if it fails
 */
export async function measure({ command, args, cwd, env }: Command): Promise<Cost> {
  const started = performance.now();
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output = (output + text).slice(-4_000);
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const cpu = new Map<number, number>();
  const peakMiB: Record<string, number> = {};
  let running = true;
  const sampling = (async () => {
    while (running) {
      for (const { pid, kind, cpuMs, peak } of await processTree(child.pid!)) {
        cpu.set(pid, cpuMs);
        peakMiB[kind] = Math.max(peakMiB[kind] ?? 0, peak);
      }
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
  })();
  const code = await ended;
  const wallMs = performance.now() - started;
  running = false;
  await sampling;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with code ${code}: ${output}`);
  return { wallMs, cpuMs: [...cpu.values()].reduce((sum, each) => sum + each, 0), peakMiB };
}

interface ProcessSample {
  pid: number;
  kind: string;
  cpuMs: number;
  peak: number;
}

async function processTree(root: number): Promise<ProcessSample[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(pids.map(statOf))).filter((each) => each !== undefined);
  const tree = all.filter(({ pid }) => pid === root);
  // The process tree grows during the traversal.
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return Promise.all(
    tree.map(async (each) => ({ ...each, kind: await kindOf(each.pid), peak: await peakOf(each.pid) })),
  );
}

interface Stat {
  pid: number;
  parent: number;
  cpuMs: number;
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
  };
}

/** Highest resident memory of a process so far, in MiB. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
}

async function kindOf(pid: number): Promise<string> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  if (/dynamic-provider|pulumi-resource|terraform-provider/.test(command)) return "provider";
  if (/\/cmd\/run\0/.test(command)) return "program";
  return /\/(pulumi|terraform)\0/.test(command) ? "engine" : "other";
}
