import assert from "node:assert/strict";
import { newMarker, releasedMarker, resourceMark } from "../../../provider/room/marker";
import { declared, loseResponses, type Rig, withCore } from "../core-on-emulator";
import { NOON } from "../fake-clock";

/** A room that somebody made in the portal. */
async function foreignRoom(
  { core }: Rig,
  settings: Record<string, unknown> = {},
  top: Record<string, unknown> = {},
) {
  const room = await core.api().create({
    name: "Old room",
    owner_ref: "someone",
    settings: { participants: "5", scheduled: false, adhoc: false, mode: "group", ...settings },
    ...top,
  });
  return room.roomId;
}

const asAdopted = (
  { core }: Rig,
  adoptRoomId: string,
  given: Record<string, unknown> = {},
  name = "standup",
) => declared(core, { adoptRoomId, name: "Stand-up", ownerRef: "team", ...given }, name);

describe("an adoption", () => {
  it("changes what differs, puts the marker on the room, and owns it", () =>
    withCore({}, async (rig) => {
      const { core, emulator, takeRequests } = rig;
      const id = await foreignRoom(rig, { quality: "HD" }, { data: { theirs: 1 } });
      const inputs = asAdopted(rig, id, { quality: "HD", description: "daily" });
      emulator.clearRequests();
      const state = await core.create(inputs);
      assert.equal(state.roomId, id);
      const patch = emulator.requests.find(({ method }) => method === "PATCH")!.body as any;
      const { pulumiEnablex } = patch.data;
      assert.ok(pulumiEnablex.startsWith(`${resourceMark("shop/dev/standup")}.`));
      assert.deepEqual(patch, {
        name: "Stand-up",
        owner_ref: "team",
        settings: { participants: "8", description: "daily" },
        data: { theirs: 1, pulumiEnablex },
      });
      assert.deepEqual(takeRequests(), [`GET /rooms/${id}`, `PATCH /rooms/${id}`, `GET /rooms/${id}`]);
      assert.deepEqual(core.diff(id, state, inputs), []);
      assert.deepEqual(await core.read(id, state), { state, inputs });

      const free = declared(core, {
        name: "Stand-up",
        ownerRef: "team",
        quality: "HD",
        description: "daily",
      });
      const released = await core.update(id, state, free);
      assert.ok(!("adoptRoomId" in released));
      await core.delete(id, released);
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("accepts a room of its own that was released, without a warning", () =>
    withCore({}, async (rig) => {
      const marker = releasedMarker(newMarker("shop/dev/standup"));
      const id = await foreignRoom(rig, {}, { data: { theirs: 1, pulumiEnablex: marker } });
      await rig.core.create(asAdopted(rig, id));
      assert.deepEqual(rig.warnings, []);
      const data = rig.emulator.rooms()[0]!.data as Record<string, string>;
      assert.ok(data.pulumiEnablex!.startsWith(`${resourceMark("shop/dev/standup")}.`));
    }));

  it("takes an id in capitals for the same room", () =>
    withCore({}, async (rig) => {
      const id = await foreignRoom(rig);
      const inputs = asAdopted(rig, id.toUpperCase());
      const state = await rig.core.create(inputs);
      assert.equal(state.roomId, id);
      assert.deepEqual(rig.core.diff(id, state, inputs), []);
    }));

  const refusals: [string, Record<string, unknown>, Record<string, unknown>, RegExp][] = [
    [
      "another kind and mode",
      { adhoc: true, mode: "lecture" },
      {},
      /kind: the room has adhoc, the program permanent; mode: the room has lecture, the program group\)\. Nothing was changed/,
    ],
    [
      "a kind that the program wants",
      {},
      { kind: "adhoc" },
      /kind: the room has permanent, the program adhoc/,
    ],
  ];
  for (const [name, settings, given, message] of refusals) {
    it(`is refused for ${name}, and changes nothing`, () =>
      withCore({}, async (rig) => {
        const id = await foreignRoom(rig, settings);
        const before = rig.emulator.rooms();
        await assert.rejects(rig.core.create(asAdopted(rig, id, given)), message);
        assert.deepEqual(rig.emulator.rooms(), before);
      }));
  }

  it("is refused for a room whose data cannot hold a marker, unless the program gives its own", () =>
    withCore({}, async (rig) => {
      const id = await foreignRoom(rig, {}, { data: ["a", "list"] });
      await assert.rejects(rig.core.create(asAdopted(rig, id)), /data is not an object.*Set customData/);
      await rig.core.create(asAdopted(rig, id, { customData: { ours: 1 } }));
    }));

  it("is refused for a room that is not there", () =>
    withCore({}, async (rig) => {
      const wanted = asAdopted(rig, "60af1c2e5f8b9a0012345678");
      await assert.rejects(
        rig.core.create(wanted),
        /Adopting room 60af\w+ failed: it does not exist in the project of App ID …0504/,
      );
    }));

  it("waits for people to leave, and is refused just before a meeting", () =>
    withCore({ config: { busyTimeout: "0s" } }, async (rig) => {
      const id = await foreignRoom(rig);
      rig.emulator.join(id);
      await assert.rejects(
        rig.core.create(asAdopted(rig, id)),
        /1 person is in room \w+.*Nothing was changed/,
      );
      const soon = new Date(NOON + 600_000).toISOString().slice(0, 19);
      const meeting = { scheduled: true, scheduled_time: soon.replace("T", " "), duration: 30 };
      const next = await foreignRoom(rig, meeting);
      const given = { kind: "scheduled", scheduledTime: `${soon}Z`, durationMinutes: 30 };
      await assert.rejects(
        rig.core.create(asAdopted(rig, next, given)),
        /in 10 minutes.*Nothing was changed/,
      );
    }));
});

describe("an adopted room is not lost", () => {
  it("when the resource is replaced while adoptRoomId is set: making the replacement fails first", () =>
    withCore({}, async (rig) => {
      const id = await foreignRoom(rig);
      const inputs = asAdopted(rig, id);
      await rig.core.create(inputs);
      const before = rig.emulator.rooms();
      // The engine makes the replacement before it deletes anything, and does not ask for a diff.
      await assert.rejects(
        rig.anotherRun().create(inputs),
        /already belongs to shop\/dev\/standup.*Nothing was changed\. .*orphans --adopt-file adopt\.json [0-9a-f]{24} .*remove adoptRoomId/,
      );
      assert.deepEqual(rig.emulator.rooms(), before);
    }));

  it("when another resource takes it over, in the same run as the old one is deleted", () =>
    withCore({}, async (rig) => {
      const old = await rig.core.create(declared(rig.core, {}, "old"));
      const run = rig.anotherRun();
      const inputs = asAdopted(rig, old.roomId, {}, "new");
      const adopted = await run.create(inputs);
      assert.match(rig.warnings.join(), /belonged to shop\/dev\/old and now belongs to shop\/dev\/new/);
      await run.delete(old.roomId, old);
      assert.equal(rig.emulator.rooms().length, 1);
      assert.match(
        rig.warnings.at(-1)!,
        /now belongs to another resource of the stack shop\/dev\. It was removed from this state but not deleted/,
      );
      // Its new owner may delete it.
      await run.delete(adopted.roomId, adopted);
      assert.deepEqual(rig.emulator.rooms(), []);
    }));

  it("when another resource adopts it while its deletion is retried", () =>
    withCore({}, async (rig) => {
      const old = await rig.core.create(declared(rig.core, {}, "old"));
      let isRefused = false;
      const run = rig.anotherRun({
        fetch: async (url, init) => {
          if (init.method !== "DELETE" || isRefused) return fetch(url, init);
          isRefused = true;
          await rig.core.create(asAdopted(rig, old.roomId, {}, "new"));
          return { status: 500, headers: { get: () => null }, text: async () => '{"result":50000}' };
        },
      });
      await run.delete(old.roomId, old);
      assert.ok(isRefused);
      assert.equal(rig.emulator.rooms().length, 1);
    }));

  for (const change of ["update", "delete"] as const) {
    it(`when another resource adopts it while ${change} waits for people to leave`, () =>
      withCore({}, async (rig) => {
        const { core, emulator } = rig;
        const old = await core.create(declared(core, {}, "old"));
        emulator.join(old.roomId);
        let isBusy = true;
        const run = rig.anotherRun({
          fetch: async (url, init) => {
            const response = await fetch(url, init);
            if (isBusy && ["PATCH", "DELETE"].includes(init.method)) {
              isBusy = false;
              emulator.leave(old.roomId);
              await core.create(asAdopted(rig, old.roomId, {}, "new"));
            }
            return response;
          },
        });
        if (change === "delete") await run.delete(old.roomId, old);
        else {
          const wanted = declared(core, { participants: 9 }, "old");
          await assert.rejects(run.update(old.roomId, old, wanted), /now belongs to.*Nothing was changed/);
        }
        assert.deepEqual(
          emulator.rooms().map(({ settings }) => settings.participants),
          ["8"],
        );
      }));
  }

  it("when the responses to its adoption are lost: it is in the state of the adopter", () =>
    withCore({}, async (rig) => {
      const id = await foreignRoom(rig);
      const inputs = asAdopted(rig, id);
      const run = rig.anotherRun({ fetch: loseResponses("PATCH") });
      const state = await run.create(inputs);
      assert.equal(state.roomId, id);
      assert.deepEqual(await rig.core.read(id, state), { state, inputs });
    }));

  it("when another resource took it over in an earlier run, in which the old one could not be deleted", () =>
    withCore({}, async (rig) => {
      const old = await rig.core.create(declared(rig.core, {}, "old"));
      const inputs = asAdopted(rig, old.roomId, {}, "new");
      await rig.anotherRun().create(inputs);
      await rig.anotherRun().delete(old.roomId, old);
      assert.equal(rig.emulator.rooms().length, 1);
    }));

  it("when another resource took it over and could not read it back", () =>
    withCore({}, async (rig) => {
      const old = await rig.core.create(declared(rig.core, {}, "old"));
      let patched = false;
      const run = rig.anotherRun({
        fetch: async (url, init) => {
          if (patched && init.method === "GET") throw new Error("down");
          patched ||= init.method === "PATCH";
          return fetch(url, init);
        },
      });
      await assert.rejects(run.create(asAdopted(rig, old.roomId, {}, "new")), /was adopted but could not be/);
      await rig.core.delete(old.roomId, old);
      assert.equal(rig.emulator.rooms().length, 1);
    }));
});
