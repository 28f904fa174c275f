import { lookup } from "node:dns/promises";
import { hostname } from "node:os";
import { type Clock, systemClock } from "../../provider/api/clock";
import { createFetch, type Fetch } from "../../provider/api/transport";
import { type Pulumi, pulumi } from "../pulumi/command";

/** All that the checks read outside this package. Tests pass in their own, to cause each fault. */
export interface Environment {
  /** Where the command runs. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Such as `20.19.0`. */
  nodeVersion: string;
  /** Of the package that this command belongs to. */
  packageVersion: string;
  platform: NodeJS.Platform;
  /** The name of this machine. */
  host: string;
  /** Whether a process of this machine is running. */
  isRunning: (pid: number) => boolean;
  pulumi: Pulumi;
  fetch: Fetch;
  /** Fails if the name of a host cannot be looked up. */
  lookup: (host: string) => Promise<unknown>;
  clock: Clock;
}

export function realEnvironment(): Environment {
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

/** Whether requests go through a proxy, which may know names that this machine does not. */
export const hasProxy = ({ env }: Environment): boolean => Boolean(env.HTTPS_PROXY || env.https_proxy);
