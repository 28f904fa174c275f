import type { Contender, Step } from "./contender";
import type { Figures } from "./results";

/** A part of the benchmark, which runs alone with `--only <name>`. */
export interface Part {
  name: string;
  title: string;
  /** What is measured, in one or two sentences. */
  about: string;
  rooms: number;
  rounds: number;
  /** Delay of each response of the emulator, in milliseconds. */
  latencyMs: number;
  /** Steps that are not measured, before the first round. */
  before: Step[];
  /** Steps of each round. */
  steps: Step[];
  /** In the order in which they run. */
  contenders: Record<string, Contender>;
  aims: Aim[];
  /** Where the time goes if it is above an aim or a floor, from profiles. */
  profile?: string;
}

export interface Aim {
  title: string;
  atMost: number;
  unit: "×" | "s" | "MiB";
  /** `undefined` if it was not measured. */
  measured(of: FigureOf): number | undefined;
}

/** The figures of one step of one contender. */
export type FigureOf = (contender: string, step: Step) => Figures | undefined;

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median of the ratios of each round, because both ran on the same machine at nearly the same time. */
export function ratio(figures: Figures | undefined, floor: Figures | undefined): number | undefined {
  if (!figures || !floor || figures.rooms !== floor.rooms) return undefined;
  return median(figures.wallMs.slice(0, floor.wallMs.length).map((ms, i) => ms / floor.wallMs[i]!));
}
