import assert from "node:assert/strict";
import { type SheetRoom, sheetRooms } from "../../../cli/links/sheet";
import type { StateResource } from "../../../cli/pulumi/state";

const id = "60af1c2e5f8b9a0012345678";
const other = "60af1c2e5f8b9a0012345679";

const secret = (plaintext?: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...(plaintext === undefined ? { ciphertext: "v1:…" } : { plaintext: JSON.stringify(plaintext) }),
});

function resource(outputs: Record<string, unknown>, given: Partial<StateResource> = {}): StateResource {
  const type = given.type ?? "pulumi-nodejs:dynamic/enablex:Room";
  return {
    urn: `urn:pulumi:dev::rooms::${type}::standup`,
    type,
    id,
    outputs: { name: "Daily", kind: "permanent", participantUrl: `https://a.b/${id}`, ...outputs },
    ...given,
  };
}

const rooms = (...resources: StateResource[]) => sheetRooms(resources);

describe("links: rooms in a state", () => {
  it("include both forms and Room.get, and nothing else", () => {
    const found = rooms(
      resource({ name: "dynamic" }),
      resource({ name: "native" }, { type: "enablex:index:Room" }),
      resource({ name: "read" }, { external: true } as never),
      resource({ name: "pending deletion" }, { delete: true }),
      resource({ name: "pending replacement" }, { pendingReplacement: true }),
      resource({}, { type: "enablex:index:RoomService" }),
      resource({}, { type: "pulumi:pulumi:Stack", id: undefined }),
    );
    assert.deepEqual(
      found.map(({ name }) => name),
      ["dynamic", "native", "read"],
    );
  });

  it("include the rooms of a set", () => {
    const scheduled = { kind: "scheduled", durationMinutes: 45, participants: 30 };
    const [maths, physics] = rooms({
      urn: "urn:pulumi:dev::rooms::enablex:index:RoomSet::timetable",
      type: "enablex:index:RoomSet",
      id: "rooms/dev/timetable",
      outputs: {
        declaredAs: "rooms/dev/timetable",
        rooms: {
          "physics-1": {
            ...scheduled,
            name: "Physics",
            scheduledTime: "2026-12-02T09:00:00Z",
            roomId: other,
            participantUrl: `https://a.b/${other}`,
          },
          "math-101": {
            ...scheduled,
            name: "math-101",
            scheduledTime: "2026-12-01T09:00:00Z",
            participants: 12,
            roomId: id,
            participantUrl: `https://a.b/${id}`,
          },
        },
        moderatorUrls: secret({ "math-101": "https://a.b/host/m", "physics-1": "https://a.b/host/p" }),
      },
    });
    assert.equal(maths?.name, "math-101");
    assert.equal(maths?.roomId, id);
    assert.equal(maths?.participants, 12);
    assert.equal(maths?.moderatorUrl, "https://a.b/host/m");
    assert.equal(maths?.meeting?.end.toISOString(), "2026-12-01T09:45:00.000Z");
    assert.equal(physics?.name, "Physics");
    assert.equal(physics?.participants, 30);
  });

  it("are sorted by time, then by name in natural order", () => {
    const scheduled = (name: string, scheduledTime: string) =>
      resource({ name, kind: "scheduled", scheduledTime, durationMinutes: 30 });
    const found = rooms(
      resource({ name: "class 10" }),
      scheduled("later", "2026-12-01T09:00:00Z"),
      resource({ name: "class 2" }),
      scheduled("earlier", "2026-12-01T09:00:00+05:30"),
    );
    assert.deepEqual(
      found.map(({ name }) => name),
      ["earlier", "later", "class 2", "class 10"],
    );
  });

  it("have a moderator link only if the state was read with secrets", () => {
    assert.equal(rooms(resource({ moderatorUrl: secret() }))[0]?.moderatorUrl, undefined);
    assert.equal(
      rooms(resource({ moderatorUrl: secret("https://a.b/host/x") }))[0]?.moderatorUrl,
      "https://a.b/host/x",
    );
  });

  it("have no time if it is an encrypted secret, also in a set", () => {
    const scheduled = { kind: "scheduled", scheduledTime: "2026-12-01T09:00:00Z", durationMinutes: 30 };
    const timeOf = (room: SheetRoom | undefined) => [room?.meeting?.start.toISOString(), room?.hasSecretTime];
    const known = ["2026-12-01T09:00:00.000Z", false];
    const one = (given: object) => rooms(resource({ ...scheduled, ...given }))[0];
    const member = (room: object) => {
      const outputs = { rooms: { "math-101": { ...scheduled, roomId: id, participantUrl: "x", ...room } } };
      return rooms(resource(outputs, { type: "enablex:index:RoomSet" }))[0];
    };
    for (const read of [one, member]) {
      assert.deepEqual(timeOf(read({})), known);
      assert.deepEqual(timeOf(read({ scheduledTime: secret() })), [undefined, true]);
      assert.deepEqual(timeOf(read({ durationMinutes: secret() })), [undefined, true]);
      assert.deepEqual(timeOf(read({ scheduledTime: secret(scheduled.scheduledTime) })), known);
    }
    assert.equal(rooms(resource({}))[0]?.hasSecretTime, false);
  });

  it("use the resource name if the name is a secret, and fail if the link is one", () => {
    assert.equal(rooms(resource({ name: secret() }))[0]?.name, "standup");
    assert.throws(
      () => rooms(resource({ participantUrl: secret() })),
      /no readable participant link of Daily\. Run pulumi up/,
    );
  });

  it("fail if all rooms of a set are one encrypted secret", () => {
    const set = (plaintext?: object) =>
      resource({ rooms: secret(plaintext) }, { type: "enablex:index:RoomSet" });
    assert.throws(
      () => rooms(set()),
      /^Error: All rooms of the set standup are one secret\. Run this with --moderator/,
    );
    assert.equal(rooms(set({ "math-101": { roomId: id, participantUrl: "https://a.b/x" } })).length, 1);
  });

  it("have texts without control characters", () => {
    const [room] = rooms(
      resource({ name: " a\u001b[31m\u0000b\r\nc\u2028d\ud800 ", description: "one\r\ntwo\u0007\rthree\n" }),
    );
    assert.equal(room?.name, "a [31m b c d\ufffd");
    assert.equal(room?.description, "one\ntwo \nthree");
  });

  it("have a revision from the engine's timestamps", () => {
    const times = { created: "2026-11-24T20:17:56.982918312Z", modified: "2026-11-24T20:19:01Z" };
    assert.equal(rooms(resource({}, times))[0]?.revision, 64);
    assert.equal(rooms(resource({}))[0]?.revision, 0);
  });
});
