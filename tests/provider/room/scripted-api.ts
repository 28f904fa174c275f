import assert from "node:assert/strict";
import type { Fetch, FetchResponse } from "../../../provider/api/transport";
import type { Core } from "../../../provider/core";
import type { Operation } from "../../../provider/operation";
import type { RoomState } from "../../../provider/room/properties";
import type { FakeClock } from "../../support/clock";
import { declared } from "../../support/core";

export const ID = "60af1c2e5f8b9a0012345678";
export const MINUTE = 60_000;

export const stateOf = (core: Core): RoomState => ({
  ...declared(core),
  roomId: ID,
  created: "2026-05-04T12:00:00Z",
  participantUrl: `https://meet.example.com/${ID}`,
  moderatorUrl: "",
});

/** Each operation on a room, as the engine requests it. */
export const operations: Record<string, (core: Core, operation?: Operation) => Promise<unknown>> = {
  create: (core, operation) => core.create(declared(core), operation),
  read: (core, operation) => core.read(ID, stateOf(core), operation),
  update: (core, operation) => core.update(ID, stateOf(core), declared(core, { participants: 9 }), operation),
  delete: (core, operation) => core.delete(ID, stateOf(core), operation),
};

export const response = (
  status: number,
  json: unknown = { result: status },
  headers: Record<string, string> = {},
): FetchResponse => ({
  status,
  headers: { get: (name) => headers[name] ?? null },
  text: async () => JSON.stringify(json),
});

/** A 429 with a Retry-After. */
export const limited = (seconds: number) => response(429, {}, { "retry-after": String(seconds) });

export const roomResponse = () =>
  response(200, { result: 0, room: { room_id: ID, name: "standup", settings: { participants: "8" } } });

/** Returns the responses one after the other, and then always the last one. */
export function scripted(...responses: FetchResponse[]): Fetch {
  let sent = 0;
  return async () => responses[Math.min(sent++, responses.length - 1)]!;
}

/** The time until the work fails, and its error message. */
export async function failureOf(
  clock: FakeClock,
  work: Promise<unknown>,
): Promise<{ ms: number; message: string }> {
  const start = clock.monotonic();
  const error = await work.then(
    () => assert.fail("it did not fail"),
    (thrown) => thrown,
  );
  return { ms: clock.monotonic() - start, message: error.message };
}
