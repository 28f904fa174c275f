import type { ConfigKey } from "../../provider/config";
import { isRoom, isRoomSet } from "../pulumi/rooms";
import { isOwnProvider, type StateResource, servedByOwn } from "../pulumi/state";
import { type Finding, warning } from "./finding";
import type { Stack } from "./pulumi";

// The engine keeps a stack's configuration, as it was at the last deployment, in the entries of its providers.

const isProvider = ({ type }: StateResource): boolean =>
  /^pulumi:providers:(pulumi-nodejs|enablex)$/.test(type);

/** They decide which rooms are meant and where their links lead. The other keys change neither. */
const deciding: ConfigKey[] = ["platform", "apiUrl", "subdomain", "edition", "meetingUrl"];

/** A refresh and a destroy use the configuration of the last deployment, also where it has been mended since. */
export function examineDeployed(
  resources: StateResource[],
  config: Stack["config"],
  of: string,
): Finding | undefined {
  const deployed = resources.filter((resource) => isProvider(resource) && !isOwnProvider(resource));
  const differing = deciding.filter((key) =>
    deployed.some(({ inputs = {} }) => {
      const then = inputs[key] ?? inputs[`enablex:${key}`] ?? "";
      return typeof then === "string" && then !== (config[`enablex:${key}`]?.value ?? "");
    }),
  );
  if (differing.length === 0) return undefined;
  const names = differing.map((key) => `enablex:${key}`).join(" and ");
  return warning(
    "State",
    `the last pulumi up had another ${names}, which pulumi refresh and pulumi destroy use until the next one`,
    `pulumi up${of}`,
  );
}

/** Each provider process has a limiter of its own, so that two of them send twice as many requests to one account. */
export function examineLimits(
  resources: StateResource[],
  config: Stack["config"],
  of: string,
): Finding | undefined {
  const limit = Number(config["enablex:requestsPerSecond"]?.value);
  // A provider of the program's own has a limit of its own.
  const isElsewhere = servedByOwn(resources);
  const processes = new Set(
    resources
      .filter((resource) => (isRoom(resource) || isRoomSet(resource)) && !isElsewhere(resource))
      .map(({ type }) => type.startsWith("pulumi-nodejs:dynamic/")),
  );
  if (!(limit > 0) || processes.size < 2) return undefined;
  const share = Math.floor((limit / processes.size) * 100) / 100 || limit / processes.size;
  return warning(
    "State",
    `rooms of both forms are served by ${processes.size} processes, and each allows enablex:requestsPerSecond ${limit} for itself: ${limit * processes.size} a second in all`,
    `pulumi config set enablex:requestsPerSecond ${share}${of}`,
  );
}

/** Credentials in the clear. */
export function examineSecrets(resources: StateResource[], of: string): Finding | undefined {
  const plain = resources
    .filter(isProvider)
    .flatMap(({ inputs, outputs }) => [...Object.entries(inputs ?? {}), ...Object.entries(outputs ?? {})])
    .filter(([key, value]) => /^(enablex:)?(appId|appKey|accounts)$/.test(key) && typeof value === "string")
    .map(([key]) => key.replace(/^(enablex:)?/, "enablex:"));
  if (plain.length === 0) return undefined;
  const names = [...new Set(plain)];
  return warning(
    "State",
    `holds ${names.join(" and ")} in the clear; a deployment with secret configuration replaces it, and the backend's history keeps it: ${afterLeakOf(names)}`,
    `pulumi up${of}`,
  );
}

/** What to do about credentials that somebody may have read. Each of the accounts has both. */
function afterLeakOf(names: string[]): string {
  const steps = [];
  if (names.some((name) => name !== "enablex:appId")) steps.push("make a new App Key in the portal");
  if (names.some((name) => name !== "enablex:appKey")) {
    steps.push('an App ID cannot be changed, see "The App ID has leaked" in docs/guides/secrets.md');
  }
  return steps.join("; ");
}
