import type { ConfigKey } from "../../../provider/config/keys";
import { secretNames } from "../../../provider/room/properties";
import { isRoom, isRoomSet } from "../../pulumi/rooms";
import {
  isExplicitProvider,
  isSecret,
  nameOf,
  type StateResource,
  usesExplicitProvider,
} from "../../pulumi/state";
import { chain } from "../../shell";
import type { Check, Context, Stack } from "../check";
import { type Finding, firstNames, ok, skipped, warning } from "../finding";

type Config = Stack["config"];

/** Whether earlier deployments left something in the state that affects later ones. */
export const state: Check = {
  title: "State",
  run(context) {
    const { resources, config, readable } = context.stack;
    if (!resources) return skipped("there is no state to read");
    const up = `pulumi up${context.stackFlag}`;
    const problems = [
      pendingOperations(context),
      plainCredentials(resources, up),
      plainRoomSecrets(resources.filter(isRoom), up),
      readable === "nothing" ? undefined : changedConfiguration(resources, config, up),
      readable === "nothing" ? undefined : separateLimits(resources, config, context.stackFlag),
    ].filter((each) => each !== undefined);
    return problems.length > 0 ? problems : ok("contains no credential in plain text");
  },
};

/** A room that an interrupted run was creating may exist; only its marker identifies it. */
function pendingOperations({ environment, stack, stackFlag }: Context): Finding | undefined {
  const { pending = [] } = stack;
  if (pending.length === 0) return undefined;
  const orphans = `npx pulumi-enablex orphans${stackFlag}`;
  return warning(
    `an interrupted run left operations on ${firstNames(pending)} unfinished: some rooms may be missing from the state`,
    chain(`pulumi refresh --clear-pending-creates${stackFlag}`, orphans, environment.platform),
  );
}

/**
 * Secrets of rooms in plain text: written by an older version, or by a transform or policy, whose inputs Pulumi
 * does not encrypt in the dynamic form.
 */
function plainRoomSecrets(rooms: StateResource[], up: string): Finding | undefined {
  const hasPlain = (name: string) => (room: StateResource) =>
    [room.inputs, room.outputs].some((properties) => isPlain(properties?.[name]));
  const names = secretNames.filter((name) => rooms.some(hasPlain(name)));
  if (names.length === 0) return undefined;
  const owners = rooms.filter((room) => names.some((name) => hasPlain(name)(room))).map(nameOf);
  return warning(
    `contains ${names.join(" and ")} of ${firstNames(owners)} in plain text, and so does the backend's history. If a transform or a policy adds it, wrap it there in pulumi.secret`,
    up,
  );
}

/** Whether a value contains text that is not encrypted. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "string";
  return !isSecret(value) && Object.values(value).some(isPlain);
}

// The engine stores the configuration of the last deployment in the stack's provider resources.

const isProvider = ({ type }: StateResource): boolean =>
  /^pulumi:providers:(pulumi-nodejs|enablex)$/.test(type);

/** These decide which rooms are managed and where their links lead. */
const addressKeys: ConfigKey[] = ["platform", "apiUrl", "subdomain", "edition", "meetingUrl"];

/** Refresh and destroy use the configuration of the last deployment, even if it has changed since. */
function changedConfiguration(resources: StateResource[], config: Config, up: string): Finding | undefined {
  const deployed = resources.filter((resource) => isProvider(resource) && !isExplicitProvider(resource));
  const differing = addressKeys.filter((key) =>
    deployed.some(({ inputs = {} }) => {
      const then = inputs[key] ?? inputs[`enablex:${key}`] ?? "";
      return typeof then === "string" && then !== (config[`enablex:${key}`]?.value ?? "");
    }),
  );
  if (differing.length === 0) return undefined;
  const names = differing.map((key) => `enablex:${key}`).join(" and ");
  return warning(
    `the last pulumi up used a different ${names}, and so do pulumi refresh and pulumi destroy until the next pulumi up`,
    up,
  );
}

/** Each provider process has its own limiter, so two of them send twice as many requests. */
function separateLimits(resources: StateResource[], config: Config, stackFlag: string): Finding | undefined {
  const limit = Number(config["enablex:requestsPerSecond"]?.value);
  // Explicit providers have their own limit.
  const isElsewhere = usesExplicitProvider(resources);
  const processes = new Set(
    resources
      .filter((resource) => (isRoom(resource) || isRoomSet(resource)) && !isElsewhere(resource))
      .map(({ type }) => type.startsWith("pulumi-nodejs:dynamic/")),
  );
  if (!(limit > 0) || processes.size < 2) return undefined;
  const share = Math.floor((limit / processes.size) * 100) / 100 || limit / processes.size;
  return warning(
    `the rooms of both forms use ${processes.size} processes, and each applies enablex:requestsPerSecond ${limit} separately: ${limit * processes.size} per second in total`,
    `pulumi config set enablex:requestsPerSecond ${share}${stackFlag}`,
  );
}

function plainCredentials(resources: StateResource[], up: string): Finding | undefined {
  const plain = resources
    .filter(isProvider)
    .flatMap(({ inputs, outputs }) => [...Object.entries(inputs ?? {}), ...Object.entries(outputs ?? {})])
    .filter(([key, value]) => /^(enablex:)?(appId|appKey|accounts)$/.test(key) && typeof value === "string")
    .map(([key]) => key.replace(/^(enablex:)?/, "enablex:"));
  if (plain.length === 0) return undefined;
  const names = [...new Set(plain)];
  return warning(
    `contains ${names.join(" and ")} in plain text; a deployment with secret configuration replaces it, but the backend's history still contains it: ${leakAdvice(names)}`,
    up,
  );
}

/** What to do about leaked credentials. `accounts` contains both App IDs and App Keys. */
function leakAdvice(names: string[]): string {
  const steps = [];
  if (names.some((name) => name !== "enablex:appId")) steps.push("create a new App Key in the portal");
  if (names.some((name) => name !== "enablex:appKey")) {
    steps.push('an App ID cannot be changed, see "The App ID has leaked" in docs/guides/secrets.md');
  }
  return steps.join("; ");
}
