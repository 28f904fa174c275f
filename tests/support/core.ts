import assert from "node:assert/strict";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/index";
import { createFetch, type Fetch } from "../../provider/api/transport";
import type { ConfigKey } from "../../provider/config/keys";
import { type Core, type CoreOptions, createCore } from "../../provider/core";
import type { RoomInputs } from "../../provider/room/properties";
import { type FakeClock, fakeClock } from "./clock";

/** A core whose API is an emulator, both on one fake clock. */
export interface CoreSetup {
  core: Core;
  emulator: Emulator;
  clock: FakeClock;
  /** The lines shown to the user. */
  warnings: string[];
  /** The configuration; a test may change it. */
  config: Partial<Record<ConfigKey, string>>;
  /** A core of another run: it shares only the emulator and the clock with `core`. */
  anotherRun(options?: Partial<CoreOptions>): Core;
  /** The requests so far, such as `POST /rooms`. Clears the log. */
  takeRequests(): string[];
}

/** Runs a test with a core on its own emulator. Random is 0, so a backoff is half of its maximum. */
export async function withCore(
  options: EmulatorOptions & { config?: Partial<Record<ConfigKey, string>>; clock?: FakeClock },
  test: (setup: CoreSetup) => Promise<void>,
): Promise<void> {
  const { config: ownConfig, clock = fakeClock(), ...emulatorOptions } = options;
  await using emulator = await startEmulator({
    seed: 1,
    now: () => new Date(clock.now()),
    ...emulatorOptions,
  });
  const config = { ...configOf(emulator), ...ownConfig };
  const warnings: string[] = [];
  const fetch = createFetch();
  const anotherRun = (options: Partial<CoreOptions> = {}) =>
    createCore({
      config: (key) => config[key],
      warn: (line) => warnings.push(line),
      env: {},
      clock,
      random: () => 0,
      // The clock stops while a request waits for the emulator, which responds in real time.
      fetch: async (url, init) => {
        const response = await clock.during(fetch(url, init));
        const { status, headers } = response;
        return { status, headers, text: () => clock.during(response.text()) };
      },
      ...options,
    });
  const takeRequests = () => {
    const requests = emulator.requests.map(
      ({ method, path }) => `${method} ${path.replace("/video/v1", "")}`,
    );
    emulator.clearRequests();
    return requests;
  };
  await test({ core: anotherRun(), emulator, clock, warnings, config, anotherRun, takeRequests });
}

/** Sends requests and drops the first responses to a method, by default all of them. */
export function loseResponses(method: string, times = Number.POSITIVE_INFINITY): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (init.method === method && times-- > 0) throw new Error("lost");
    return response;
  };
}

/** The configuration of a core that uses this emulator. */
export const configOf = ({ appId, appKey, apiUrl, meetingUrl }: Emulator) => ({
  appId,
  appKey,
  apiUrl,
  meetingUrl,
});

/** The checked inputs of a room that a program declares as `name`. */
export function declared(
  core: Core,
  given: Record<string, unknown> = {},
  name = "standup",
  before: Record<string, unknown> = {},
): RoomInputs {
  const { inputs, failures } = core.check(before, {
    participants: 8,
    declaredAs: `shop/dev/${name}`,
    ...given,
  });
  assert.deepEqual(failures, []);
  return inputs;
}
