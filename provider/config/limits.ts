import { type ConfigKey, type ConfigReader, configKeys } from "./keys";
import { type Problem, problemOf, shown } from "./problem";

/** Limits of this process, for each account. */
export interface Limits {
  /** No limit if `undefined`, because none is published; a 429 makes all requests wait. */
  requestsPerSecond?: number;
  maxInFlight: number;
  /** How long to wait for people to leave a room, in seconds. */
  busyTimeout: number;
}

/** Requests per second. Below it, a run would look like one that hangs. */
const SLOWEST = 0.1;

/** The limits of this process, and all that is wrong with them. */
export function readLimits(read: ConfigReader): { limits: Limits; problems: Problem[] } {
  const problems: Problem[] = [];
  const limit = (key: ConfigKey, parse: (text: string) => number | undefined, why: string) => {
    const [text, ours] = [read(key), configKeys[key].default];
    const value = text && parse(text);
    if (text && value === undefined) problems.push(problemOf(key, why, { value: shown(text) }));
    return typeof value === "number" ? value : ours === undefined ? undefined : parse(String(ours));
  };
  const numberIf = (rule: (n: number) => boolean) => (text: string) =>
    rule(Number(text)) ? Number(text) : undefined;
  return {
    limits: {
      requestsPerSecond: limit(
        "requestsPerSecond",
        numberIf((n) => n >= SLOWEST && Number.isFinite(n)),
        `is not a number from ${SLOWEST}`,
      ),
      maxInFlight: limit(
        "maxInFlight",
        numberIf((n) => Number.isInteger(n) && n > 0),
        "is not a whole number from 1",
      )!,
      busyTimeout: limit("busyTimeout", parseDuration, "is not a length of time; write 90s, 10m or 1h")!,
    },
    problems,
  };
}

function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text.trim()) ?? [];
  return amount ? Number(amount) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"] : undefined;
}
