import * as pulumi from "@pulumi/pulumi";
import { findLinkBase } from "../provider/config/account";
import {
  type ConfigKey,
  type ConfigReader,
  configKeys,
  secretConfigKeys,
  withEnvironment,
} from "../provider/config/keys";
import type { Problem } from "../provider/config/problem";
import { moderatorLink, participantLink } from "../provider/room/links";

/** The links of a room, as far as the program's configuration determines them. */
export interface ConfiguredLinks {
  participantUrl?: string;
  moderatorUrl?: string;
  /** What is missing or wrong in the configuration. */
  problems: Problem[];
}

/** Reads the stack's configuration inside a program. */
export const stackConfig: ConfigReader = Object.assign(
  (key: ConfigKey) => pulumi.runtime.getConfig(`enablex:${key}`) || undefined,
  {
    // The CLI starts a program with this variable. Without it, the program runs inside the one that calls Automation API.
    howToSet: (key: ConfigKey) =>
      process.env.PULUMI_CONFIG === undefined
        ? `The envVars of an Automation API workspace reach the provider but not an inline program: call stack.setConfig("enablex:${key}", …)`
        : undefined,
  },
);

/**
 * Computes the links of a room in the program, as the provider does. Omits a link that lacks configuration: before
 * anything is created, the provider's check names what is missing.
 */
export function linksInProgram(roomId: string, account?: string, meetingUrl?: string): ConfiguredLinks {
  const read = withEnvironment(stackConfig, process.env);
  const { account: base, problems } = findLinkBase(read, account, meetingUrl);
  const { meetingUrl: origin, appId } = base;
  return {
    ...(origin && { participantUrl: participantLink(origin, roomId) }),
    ...(origin && appId && { moderatorUrl: moderatorLink(origin, roomId, appId) }),
    problems,
  };
}

/**
 * Warns, once per run, about credentials in plain text in the stack's configuration: the engine may store them in plain
 * text in the state too.
 */
export function warnOfPlainCredentials(where = "in the configuration and in the state"): void {
  const runtime = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  for (const name of secretConfigKeys) {
    const key = `enablex:${name}`;
    if (!pulumi.runtime.getConfig(key) || runtime.isConfigSecret?.(key) !== false) continue;
    const once = `${pulumi.getProject()}/${pulumi.getStack()}/${key}`;
    if (warned.has(once)) continue;
    warned.add(once);
    pulumi.log.warn(
      `${key} is not a secret: it is in plain text ${where}. ` +
        `Run pulumi config set --secret ${key}, or set the environment variable ${configKeys[name].variable} instead.`,
    );
  }
}

const warned = new Set<string>();
