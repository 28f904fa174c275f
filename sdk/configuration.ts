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

/** What the configuration of the program says of a room's links. */
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
        ? `The envVars of an Automation API workspace reach the provider and not an inline program: call stack.setConfig("enablex:${key}", …)`
        : undefined,
  },
);

/**
 * The links of a room, computed in the program as the provider computes them. A link that lacks configuration is
 * left out: the provider's check names what is missing, before anything is made.
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
 * Warns, once a run, of credentials that stand in the stack's configuration in the clear: the engine may keep them so in
 * the state as well.
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
      `${key} is not a secret: it stands in the clear ${where}. ` +
        `Run pulumi config set --secret ${key}, or set the environment variable ${configKeys[name].variable} instead.`,
    );
  }
}

const warned = new Set<string>();
