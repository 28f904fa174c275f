import type { Environment } from "../../../cli/probe/environment";
import { type Flags, run } from "../../../cli/probe/main";
import { type Report, reportOf } from "../../../cli/probe/report";
import { type ProbeContext, probe } from "../../../cli/probe/run";
import { type Behaviour, type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator/index";
import { createFetch, type Fetch, type FetchResponse } from "../../../provider/api/transport";
import { type FakeClock, fakeClock } from "../../support/clock";

/** An emulator and a probe on one fake clock. */
export interface Setup {
  emulator: Emulator;
  clock: FakeClock;
  context: ProbeContext;
  /** Probes an emulator with these switches and no rooms. */
  report(behaviour?: Partial<Behaviour>, wanted?: Parameters<typeof probe>[1]): Promise<Report>;
}

const start = Date.parse("2026-05-04T12:00:00Z");

/** The result of the command, which runs in this process to use the setup's clock. */
export interface CommandResult {
  code: number;
  /** The message of the command's error. */
  error?: string;
  out: string;
  told: string;
}

/** Runs the command with the credentials of the setup's emulator, or with other configuration. */
export async function runProbe(
  setup: Setup,
  flags: Flags = {},
  changes: { config?: Record<string, string | undefined>; environment?: Partial<Environment> } = {},
): Promise<CommandResult> {
  const { appId, appKey, apiUrl, meetingUrl } = setup.context.account;
  const config: Record<string, string | undefined> = { appId, appKey, apiUrl, meetingUrl, ...changes.config };
  const out: string[] = [];
  const told: string[] = [];
  const environment: Environment = {
    configuration: async () => (key) => config[key],
    fetch: setup.context.fetch,
    clock: setup.context.clock,
    signal: setup.context.signal,
    print: (text) => out.push(text),
    tell: (text) => told.push(text),
    confirm: async () => false,
    ...changes.environment,
  };
  const output = () => ({ out: out.join("\n"), told: told.join("\n") });
  try {
    return { code: await run({ yes: true, ...flags }, environment), ...output() };
  } catch (error) {
    return { code: 2, error: (error as Error).message, ...output() };
  }
}

/** A fetch that calls `instead` from this request number on, counted from 1. */
export function fromRequest(
  number: number,
  fetch: Fetch,
  instead: (send: () => Promise<FetchResponse>) => Promise<FetchResponse>,
): Fetch {
  let count = 0;
  return (url, init) => (++count >= number ? instead(() => fetch(url, init)) : fetch(url, init));
}

export async function withProbe(
  test: (setup: Setup) => Promise<void>,
  options: EmulatorOptions = {},
): Promise<void> {
  let clock = fakeClock(start);
  await using emulator = await startEmulator({ seed: 1, ...options, now: () => new Date(clock.now()) });
  const { appId, appKey, apiUrl, meetingUrl } = emulator;
  const fetch = createFetch();
  const signal = new AbortController().signal;
  const context = { account: { appId, appKey, apiUrl, meetingUrl }, fetch, signal, nonce: "testtest" };
  await test({
    emulator,
    get clock() {
      return clock;
    },
    get context() {
      return { ...context, clock };
    },
    async report(behaviour = {}, wanted = []) {
      await emulator.reset();
      clock = fakeClock(start);
      emulator.setBehaviour(behaviour);
      const run = await probe({ ...context, clock }, wanted);
      const versions = { "pulumi-enablex": "0.1.0", node: "20.0.0" };
      return reportOf(run, { account: context.account, now: clock.now(), versions });
    },
  });
}
