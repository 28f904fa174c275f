import { lookup } from "node:dns/promises";
import { hostname } from "node:os";
import { type Clock, systemClock } from "../../provider/api/clock";
import { createFetch, type Fetch } from "../../provider/api/transport";
import { pulumi } from "../pulumi/command";

/** All that the doctor looks at outside itself. Tests pass in their own, to drive each fault. */
export interface Surroundings {
  /** Where the command runs. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Such as `20.19.0`. */
  nodeVersion: string;
  /** Of the package that the command belongs to. */
  packageVersion: string;
  platform: NodeJS.Platform;
  /** The name of this machine. */
  host: string;
  /** Whether a process of this machine has not ended. */
  isRunning: (pid: number) => boolean;
  /** Runs the `pulumi` command and answers what it printed; fails with its last line. */
  pulumi: (args: string[]) => Promise<string>;
  fetch: Fetch;
  /** Fails where the name of a host cannot be looked up. */
  lookup: (host: string) => Promise<unknown>;
  clock: Clock;
}

export function realSurroundings(): Surroundings {
  const { version } = require("pulumi-enablex/package.json") as { version: string };
  return {
    folder: process.cwd(),
    env: process.env,
    nodeVersion: process.versions.node,
    packageVersion: version,
    platform: process.platform,
    host: hostname(),
    isRunning,
    pulumi,
    fetch: createFetch(),
    lookup: (host) => lookup(host),
    clock: systemClock,
  };
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks.
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
