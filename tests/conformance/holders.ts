import assert from "node:assert/strict";
import { type Json, shown, urnOf } from "../support/protocol";
import { makeRoom } from "./conform";
import type { FrontEnd } from "./front-ends";

/** A resource with one room, in any form, in its own process. */
export interface Holder {
  /** The `declaredAs` of the room. */
  declaredAs: string;
  roomId(): string;
  create(given: Json): Promise<void>;
  /** Refreshes, and returns whether the state or the inputs changed. */
  refresh(): Promise<"unchanged" | "changed" | "gone">;
  /** Updates some of the inputs. */
  update(given: Json): Promise<void>;
  /** Removes the resource from its program. */
  remove(): Promise<void>;
  /** Creates a new room for the resource, then deletes the old one. */
  replace(given: Json): Promise<void>;
}

/** A `Room`. */
export function roomHolder({ rooms }: FrontEnd, name: string): Holder {
  let given: Json = {};
  let room: { id: string; inputs: Json; state: Json };
  return {
    declaredAs: `acme/dev/${name}`,
    roomId: () => room.id,
    async create(inputs) {
      given = inputs;
      room = await makeRoom(rooms, name, given);
    },
    async refresh() {
      const read = await rooms.read(room.id, room.state);
      if (read.id === "") return "gone";
      const before = room;
      room = { id: read.id, inputs: read.inputs!, state: read.state! };
      return same(before, room) ? "unchanged" : "changed";
    },
    async update(changed) {
      const { inputs } = await rooms.check(name, { ...given, ...changed }, room.inputs);
      room = { ...room, inputs, state: await rooms.update(room.id, room.state, inputs) };
    },
    remove: () => rooms.delete(room.id, room.state),
    async replace(inputs) {
      const before = room;
      room = await makeRoom(rooms, name, inputs);
      await rooms.delete(before.id, before.state);
    },
  };
}

/** A `RoomSet` with that room and another one, which does not change. */
export function memberHolder({ provider }: FrontEnd, name: string): Holder {
  const urn = urnOf(name, "enablex:index:RoomSet");
  const id = `acme/dev/${name}`;
  let given: Json = {};
  let set: { inputs: Json; state: Json };
  const change = async (rooms: Json) => {
    const { inputs, failures } = await provider.check(urn, { rooms }, set.inputs);
    assert.deepEqual(failures, []);
    await provider.diff(urn, id, set.state, inputs);
    set = { inputs, state: await provider.update(urn, id, set.state, inputs) };
  };
  return {
    declaredAs: `acme/dev/${name}/room`,
    roomId: () => shown(set.state).rooms.room.roomId,
    async create(inputs) {
      given = inputs;
      const checked = await provider.check(urn, { rooms: { room: given, other: { participants: 2 } } });
      assert.deepEqual(checked.failures, []);
      const { state } = await provider.create(urn, checked.inputs);
      set = { inputs: checked.inputs, state };
    },
    async refresh() {
      const before = set;
      const read = await provider.read(urn, id, set.state, set.inputs);
      set = { inputs: read.inputs!, state: read.state! };
      if (shown(set.state).rooms.room === undefined) return "gone";
      return same(before, set) ? "unchanged" : "changed";
    },
    update: (changed) => change({ room: { ...given, ...changed }, other: { participants: 2 } }),
    remove: () => change({ other: { participants: 2 } }),
    // The API cannot change the mode, so the set deletes the room and creates a new one.
    replace: (inputs) => change({ room: inputs, other: { participants: 2 } }),
  };
}

const same = (one: { inputs: Json; state: Json }, other: { inputs: Json; state: Json }) =>
  JSON.stringify(sorted(shown([one.inputs, one.state]))) ===
  JSON.stringify(sorted(shown([other.inputs, other.state])));

function sorted(value: any): any {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, sorted(part)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
