import { type ConfigKey, type ConfigReader, configKeys } from "./keys";
import { createProblem, type Problem, redactCredential } from "./problem";

/** The limits of this process, for each account. */
export interface Limits {
  /** Unlimited if `undefined`, because no limit is published; a 429 delays all requests. */
  requestsPerSecond?: number;
  maxInFlight: number;
  /** How long to wait for people to leave a room, in seconds. */
  busyTimeout: number;
}

/** At a lower rate, a run would appear to hang. */
const MIN_REQUESTS_PER_SECOND = 0.1;

/** Reads the limits, and all their problems. */
export function readLimits(read: ConfigReader): { limits: Limits; problems: Problem[] } {
  const problems: Problem[] = [];
  const readLimit = (key: ConfigKey, parse: (text: string) => number | undefined, reason: string) => {
    const [text, ours] = [read(key), configKeys[key].default];
    const value = text && parse(text);
    if (text && value === undefined)
      problems.push(createProblem(key, reason, { value: redactCredential(text) }));
    return typeof value === "number" ? value : ours === undefined ? undefined : parse(String(ours));
  };
  const numberIf = (rule: (n: number) => boolean) => (text: string) =>
    rule(Number(text)) ? Number(text) : undefined;
  return {
    limits: {
      requestsPerSecond: readLimit(
        "requestsPerSecond",
        numberIf((n) => n >= MIN_REQUESTS_PER_SECOND && Number.isFinite(n)),
        `is not a number of at least ${MIN_REQUESTS_PER_SECOND}`,
      ),
      maxInFlight: readLimit(
        "maxInFlight",
        numberIf((n) => Number.isInteger(n) && n > 0),
        "is not a whole number of at least 1",
      )!,
      busyTimeout: readLimit("busyTimeout", parseDuration, "is not a duration; write 90s, 10m or 1h")!,
    },
    problems,
  };
}

function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text.trim()) ?? [];
  return amount ? Number(amount) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"] : undefined;
}
