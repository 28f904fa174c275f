import { lookup } from "node:dns/promises";
import { hostname } from "node:os";
import { type Clock, systemClock } from "../../provider/api/clock";
import { createFetch, type Fetch } from "../../provider/api/transport";
import { type Pulumi, pulumi } from "../pulumi/command";
import { isRunning } from "../pulumi/lock";

/** Everything that the checks read outside this package. Tests replace it to cause faults. */
export interface Environment {
  /** Where the command runs. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Such as `20.19.0`. */
  nodeVersion: string;
  /** Version of the package that contains this command. */
  packageVersion: string;
  platform: NodeJS.Platform;
  /** Host name of this machine. */
  host: string;
  isRunning: (pid: number) => boolean;
  pulumi: Pulumi;
  fetch: Fetch;
  /** Rejects if the host cannot be resolved. */
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

/** Whether requests use a proxy, which may resolve hosts that this machine cannot. */
export const hasProxy = ({ env }: Environment): boolean => Boolean(env.HTTPS_PROXY || env.https_proxy);
