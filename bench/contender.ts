import type { Emulator } from "../emulator/index";
import type { Engine } from "../tools/pulumi/find-engine";

/** What each contender does, in this order; `again` is an `up` without a change. */
export const steps = ["preview", "up", "again", "refresh", "destroy"] as const;
export type Step = (typeof steps)[number];

/** One way to manage rooms, or a lower bound that none of them can beat. */
export interface Contender {
  title: string;
  isOurs?: boolean;
  /** The contender of the same part that does nothing with the same content. */
  floor?: string;
  /** Rooms and rounds of a contender that is too slow for those of its part. */
  most?: { rooms: number; rounds: number };
  /** @throws Unavailable */
  open(setting: Setting): Promise<Deployment>;
}

export interface Setting {
  engine: Engine;
  emulator: Emulator;
  rooms: number;
}

/** A program with rooms, and its state. Closing it removes its files. */
export interface Deployment extends AsyncDisposable {
  command(step: Step): Command;
  /** Size of the state, if it is a file. */
  stateBytes(): Promise<number | undefined>;
}

export interface Command {
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** A contender that this machine does not have and cannot build. */
export class Unavailable extends Error {}
