import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Step } from "./contender";

/** What one step of one contender cost. */
export interface Figures {
  contender: string;
  rooms: number;
  step: Step;
  /** One of each round. */
  wallMs: number[];
  cpuMs: number[];
  /** Highest resident memory, in MiB, of each kind of process. */
  peakMiB: Record<string, number>;
  requestsPerRoom: number;
  stateBytesPerRoom?: number;
}

/** The latest measurement of a part. */
export interface PartResults {
  date: string;
  rounds: number;
  /** The machine's load average before the first round. */
  load: number;
  /** Time of the same computation before and after each round, in milliseconds. */
  reference: number[];
  /** Why contenders are missing. */
  missing: string[];
  figures: Figures[];
}

/** What one plugin costs until it listens. */
export interface PluginStart {
  title: string;
  /** Size of its file. */
  bytes: number;
  /** From the start of its process to its port, one of each round. */
  wallMs: number[];
  /** Highest resident memory until then, in MiB. */
  peakMiB: number[];
}

export interface Results {
  machine: { cpu: string; cores: number; node: string; pulumi: string };
  /** Measured with the part of one room. */
  starts: PluginStart[];
  parts: Record<string, PartResults>;
}

export const folder = join(__dirname, "results");
const file = join(folder, "latest.json");

export const readResults = async (): Promise<Results> => JSON.parse(await readFile(file, "utf8"));

/** Writes one line for each figure and each list of numbers. */
export async function writeResults(results: Results): Promise<void> {
  const lines = JSON.stringify(results, null, 1)
    .replace(/\[[\d.,\s]+\]/g, (numbers) => numbers.replace(/\s+/g, " "))
    .replace(/\n {5,}|\n {4}(?=[}\]])/g, " ");
  await writeFile(file, `${lines}\n`);
}
