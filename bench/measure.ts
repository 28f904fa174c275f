import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";

/** What a command and all processes below it cost. */
export interface Cost {
  wallMs: number;
  /** Processor time of all processes. */
  cpuMs: number;
  /** Highest resident memory, in MiB, of each kind of process. */
  peakMiB: Record<string, number>;
}

const TICK_MS = 10;
/** Looking at all processes costs some milliseconds, which what is measured would have to wait for. */
const SAMPLE_MS = 250;

/**
 * Runs a Node.js script in a process of its own and measures it and what it starts, from /proc (Linux). Memory and
 * processor time are sampled, so that the last moments of a process are not in them.
 *
 * @param input what the script reads from its standard input; as an argument, every process would see it
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
  // The tree grows while it is gone through.
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

/** The fields of /proc/<pid>/stat that count; a process may have ended meanwhile. */
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
