import type { ConfigReader } from "../../provider/config/keys";
import type { Project } from "../pulumi/project";
import type { StateResource } from "../pulumi/state";
import type { Environment } from "./environment";
import type { Finding } from "./finding";

/** Prints one line of the report, or several, such as one for each account. */
export interface Check {
  title: string;
  /** Title of an earlier check; if that fails, this one is skipped. */
  needs?: string;
  run(context: Context): Findings | Promise<Findings>;
}

type Findings = Finding | Finding[];

/** Shared by all checks: each reads what earlier ones have found. */
export interface Context {
  environment: Environment;
  project?: Project;
  /** From `--stack`. */
  requestedStack?: string;
  /** Appended to `pulumi` commands: empty, or ` --stack <name>`. */
  stackFlag: string;
  stack: Stack;
  /** As the provider reads it: the stack's value, then the environment's. */
  read: ConfigReader;
  responses: ApiResponse[];
}

/** The parts of a stack that could be read. */
export interface Stack {
  /** `<project>/<stack>` */
  name?: string;
  config: Record<string, { value?: string; secret: boolean }>;
  /** How much of the configuration could be read; `plain`: all except the secrets, which have no value. */
  readable: "all" | "plain" | "nothing";
  resources?: StateResource[];
  /** Whether the backend encrypts the secrets of a new stack with a passphrase. */
  isEncryptedByPassphrase?: boolean;
  /** Names of resources whose operations an interrupted run left unfinished. */
  pending?: string[];
}

/** The response of an account's API. */
export interface ApiResponse {
  account?: string;
  host: string;
  /** How far this machine's clock is ahead of the API's; `undefined` without a Date header. */
  clockAheadMs?: number;
  /** Ids of all rooms, if the API listed them. */
  rooms?: Set<string>;
}
