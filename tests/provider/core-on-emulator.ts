import assert from "node:assert/strict";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/index";
import { createFetch, type Fetch } from "../../provider/api/transport";
import type { ConfigKey } from "../../provider/config/keys";
import { type Core, type CoreOptions, createCore } from "../../provider/core";
import type { RoomInputs } from "../../provider/room/schema";
import { type FakeClock, fakeClock } from "./fake-clock";

/** A core whose API is an emulator, both on one fake clock. */
export interface Rig {
  core: Core;
  emulator: Emulator;
  clock: FakeClock;
  /** The lines that the user has been shown. */
  warnings: string[];
  /** The configuration, which a test may change. */
  config: Partial<Record<ConfigKey, string>>;
  /** A core that shares nothing with `core` but the emulator and the clock: another run. */
  anotherRun(options?: Partial<CoreOptions>): Core;
  /** The requests so far, such as `POST /rooms`; the log is emptied. */
  takeRequests(): string[];
}

/** Runs a test with a core on an emulator of its own. Random is 0, so that a back-off is half of its longest. */
export async function withCore(
  options: EmulatorOptions & { config?: Partial<Record<ConfigKey, string>>; clock?: FakeClock },
  test: (rig: Rig) => Promise<void>,
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
      // While it waits for the emulator, which answers in real time, the clock stands still.
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

/** Sends requests and drops the responses to those of a method, by default to all of them. */
export function loseResponses(method: string, times = Number.POSITIVE_INFINITY): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (init.method === method && times-- > 0) throw new Error("lost");
    return response;
  };
}

/** The configuration of a core whose API is this emulator. */
export const configOf = ({ appId, appKey, apiUrl, meetingUrl }: Emulator) => ({
  appId,
  appKey,
  apiUrl,
  meetingUrl,
});

/** What the engine sends for a room that a program declares as `name`: checked, and without a failure. */
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
