import assert from "node:assert/strict";
import type { ServiceError } from "@grpc/grpc-js";
import type { Emulator } from "../../emulator/index";
import { sender } from "../support/emulator";
import { type Json, type Provider, secret, shown, urnOf } from "../support/protocol";

export const urn = urnOf("timetable", "enablex:index:RoomSet");
export const ID = "acme/dev/timetable";

/** Creates a set as the engine does: check, then create. */
export async function makeSet(provider: Provider, given: Json) {
  const { inputs, failures } = await provider.check(urn, given);
  assert.deepEqual(failures, []);
  return { inputs, ...(await provider.create(urn, inputs)) };
}

/** Updates a set as the engine does: check, diff, update. */
export async function changeSet(provider: Provider, made: { inputs: Json; state: Json }, given: Json) {
  const { inputs } = await provider.check(urn, given, made.inputs);
  const { kinds, replaces } = await provider.diff(urn, ID, made.state, inputs);
  assert.deepEqual(replaces, [], "nothing replaces the set");
  const update = () => provider.update(urn, ID, made.state, inputs);
  return { inputs, kinds, update };
}

export const timetable = {
  defaults: { participants: 30 },
  rooms: { "math-101": {}, art: { participants: 5 } },
};

/** The state of a set as earlier versions stored it, with each room's secrets inside the room. */
export function nested({ sipPins, liveRecordings, ...state }: Json): Json {
  const rooms = structuredClone(state.rooms);
  for (const [key, pin] of Object.entries(shown(sipPins))) rooms[key].sipPin = secret(pin);
  for (const [key, live] of Object.entries(shown(liveRecordings))) rooms[key].liveRecording = secret(live);
  return { ...state, rooms };
}

/** The requests that change something. */
export const changesIn = (emulator: Emulator) => emulator.requests.filter(({ method }) => method !== "GET");
export const failureOf = (call: Promise<unknown>): Promise<ServiceError> =>
  call.then(
    () => assert.fail("it did not fail"),
    (error) => error,
  );

export async function send(emulator: Emulator, method: string, roomId: string, body?: Json): Promise<void> {
  await sender(emulator)(method, `/rooms/${roomId}`, body);
}
