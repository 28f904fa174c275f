import type { ConfigReader } from "../../provider/config/keys";
import type { Project } from "../pulumi/project";
import type { StateResource } from "../pulumi/state";
import type { Environment } from "./environment";
import type { Finding } from "./finding";

/** One line of the report, or one for each part of what it checks, such as each account. */
export interface Check {
  title: string;
  /** Title of an earlier check: if that one failed, this one is skipped. */
  needs?: string;
  run(context: Context): Findings | Promise<Findings>;
}

type Findings = Finding | Finding[];

/** What the checks share. Each reads what earlier ones have found. */
export interface Context {
  environment: Environment;
  project?: Project;
  /** The stack that the user named. */
  requestedStack?: string;
  /** What follows a `pulumi` command to name that stack: nothing, or ` --stack <name>`. */
  stackFlag: string;
  stack: Stack;
  /** Reads the configuration as the provider does: the stack's value, then the environment's. */
  read: ConfigReader;
  responses: ApiResponse[];
}

/** A stack, as far as Pulumi shows it. */
export interface Stack {
  /** `<project>/<stack>` */
  name?: string;
  config: Record<string, { value?: string; secret: boolean }>;
  /** How much of the configuration can be read: `plain` is all but its secrets, which then have no value. */
  readable: "all" | "plain" | "nothing";
  resources?: StateResource[];
  /** Whether the backend encrypts the secrets of a new stack by a passphrase. */
  isEncryptedByPassphrase?: boolean;
  /** Names of resources whose operation an interrupted run has begun and not ended. */
  pending?: string[];
}

/** What an account's API answered. */
export interface ApiResponse {
  account?: string;
  host: string;
  /** By how much this machine's clock is ahead of the API's, in milliseconds; `undefined` if the API does not tell. */
  clockAheadMs?: number;
  /** Ids of all rooms of the account, if it listed them. */
  rooms?: Set<string>;
}
