import assert from "node:assert/strict";
import { newMarker, releasedMarker, resourceMark } from "../../../provider/room/marker";
import { NOON } from "../../support/clock";
import { type CoreSetup, declared, loseResponses, withCore } from "../../support/core";

/** A room created in the portal. */
async function foreignRoom(
  { core }: CoreSetup,
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
  { core }: CoreSetup,
  adoptRoomId: string,
  given: Record<string, unknown> = {},
  name = "standup",
) => declared(core, { adoptRoomId, name: "Stand-up", ownerRef: "team", ...given }, name);

describe("adopting a room", () => {
  it("updates what differs, sets the marker and takes ownership", () =>
    withCore({}, async (setup) => {
      const { core, emulator, takeRequests } = setup;
      const id = await foreignRoom(setup, { quality: "HD" }, { data: { theirs: 1 } });
      const inputs = asAdopted(setup, id, { quality: "HD", description: "daily" });
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

  it("accepts a released room of the same resource without a warning", () =>
    withCore({}, async (setup) => {
      const marker = releasedMarker(newMarker("shop/dev/standup"));
      const id = await foreignRoom(setup, {}, { data: { theirs: 1, pulumiEnablex: marker } });
      await setup.core.create(asAdopted(setup, id));
      assert.deepEqual(setup.warnings, []);
      const data = setup.emulator.rooms()[0]!.data as Record<string, string>;
      assert.ok(data.pulumiEnablex!.startsWith(`${resourceMark("shop/dev/standup")}.`));
    }));

  it("treats an uppercase id as the same room", () =>
    withCore({}, async (setup) => {
      const id = await foreignRoom(setup);
      const inputs = asAdopted(setup, id.toUpperCase());
      const state = await setup.core.create(inputs);
      assert.equal(state.roomId, id);
      assert.deepEqual(setup.core.diff(id, state, inputs), []);
    }));

  const refusals: [string, Record<string, unknown>, Record<string, unknown>, RegExp][] = [
    [
      "another kind and mode than the program's",
      { adhoc: true, mode: "lecture" },
      {},
      /kind: the room has adhoc, the program permanent; mode: the room has lecture, the program group\)\. Nothing was changed/,
    ],
    [
      "another kind than the program's",
      {},
      { kind: "adhoc" },
      /kind: the room has permanent, the program adhoc/,
    ],
  ];
  for (const [name, settings, given, message] of refusals) {
    it(`rejects a room of ${name} and changes nothing`, () =>
      withCore({}, async (setup) => {
        const id = await foreignRoom(setup, settings);
        const before = setup.emulator.rooms();
        await assert.rejects(setup.core.create(asAdopted(setup, id, given)), message);
        assert.deepEqual(setup.emulator.rooms(), before);
      }));
  }

  it("rejects a room whose data cannot hold a marker, unless the program sets customData", () =>
    withCore({}, async (setup) => {
      const id = await foreignRoom(setup, {}, { data: ["a", "list"] });
      await assert.rejects(setup.core.create(asAdopted(setup, id)), /data is not an object.*Set customData/);
      await setup.core.create(asAdopted(setup, id, { customData: { ours: 1 } }));
    }));

  it("rejects an id that does not exist", () =>
    withCore({}, async (setup) => {
      const wanted = asAdopted(setup, "60af1c2e5f8b9a0012345678");
      await assert.rejects(
        setup.core.create(wanted),
        /Adopting room 60af\w+ failed: it does not exist in the project of App ID …0504/,
      );
    }));

  it("waits for people to leave, and fails in the minutes before a meeting", () =>
    withCore({ config: { busyTimeout: "0s" } }, async (setup) => {
      const id = await foreignRoom(setup);
      setup.emulator.join(id);
      await assert.rejects(
        setup.core.create(asAdopted(setup, id)),
        /1 person is in room \w+.*Nothing was changed/,
      );
      const soon = new Date(NOON + 600_000).toISOString().slice(0, 19);
      const meeting = { scheduled: true, scheduled_time: soon.replace("T", " "), duration: 30 };
      const next = await foreignRoom(setup, meeting);
      const given = { kind: "scheduled", scheduledTime: `${soon}Z`, durationMinutes: 30 };
      await assert.rejects(
        setup.core.create(asAdopted(setup, next, given)),
        /in 10 minutes.*Nothing was changed/,
      );
    }));
});

describe("an adopted room is not lost", () => {
  it("if its resource is replaced while adoptRoomId is set: creating the replacement fails first", () =>
    withCore({}, async (setup) => {
      const id = await foreignRoom(setup);
      const inputs = asAdopted(setup, id);
      await setup.core.create(inputs);
      const before = setup.emulator.rooms();
      // The engine creates the replacement before it deletes anything, without calling diff.
      await assert.rejects(
        setup.anotherRun().create(inputs),
        /already belongs to shop\/dev\/standup.*Nothing was changed\. .*orphans --adopt-file adopt\.json [0-9a-f]{24} .*remove adoptRoomId/,
      );
      assert.deepEqual(setup.emulator.rooms(), before);
    }));

  it("if another resource adopts it in the run that deletes the old one", () =>
    withCore({}, async (setup) => {
      const old = await setup.core.create(declared(setup.core, {}, "old"));
      const run = setup.anotherRun();
      const inputs = asAdopted(setup, old.roomId, {}, "new");
      const adopted = await run.create(inputs);
      assert.match(setup.warnings.join(), /belonged to shop\/dev\/old and now belongs to shop\/dev\/new/);
      await run.delete(old.roomId, old);
      assert.equal(setup.emulator.rooms().length, 1);
      assert.match(
        setup.warnings.at(-1)!,
        /now belongs to another resource of the stack shop\/dev\. It was removed from this state but not deleted/,
      );
      // The new owner can delete it.
      await run.delete(adopted.roomId, adopted);
      assert.deepEqual(setup.emulator.rooms(), []);
    }));

  it("if another resource adopts it while its deletion is retried", () =>
    withCore({}, async (setup) => {
      const old = await setup.core.create(declared(setup.core, {}, "old"));
      let isRefused = false;
      const run = setup.anotherRun({
        fetch: async (url, init) => {
          if (init.method !== "DELETE" || isRefused) return fetch(url, init);
          isRefused = true;
          await setup.core.create(asAdopted(setup, old.roomId, {}, "new"));
          return { status: 500, headers: { get: () => null }, text: async () => '{"result":50000}' };
        },
      });
      await run.delete(old.roomId, old);
      assert.ok(isRefused);
      assert.equal(setup.emulator.rooms().length, 1);
    }));

  for (const change of ["update", "delete"] as const) {
    it(`if another resource adopts it while ${change} waits for people to leave`, () =>
      withCore({}, async (setup) => {
        const { core, emulator } = setup;
        const old = await core.create(declared(core, {}, "old"));
        emulator.join(old.roomId);
        let isBusy = true;
        const run = setup.anotherRun({
          fetch: async (url, init) => {
            const response = await fetch(url, init);
            if (isBusy && ["PATCH", "DELETE"].includes(init.method)) {
              isBusy = false;
              emulator.leave(old.roomId);
              await core.create(asAdopted(setup, old.roomId, {}, "new"));
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

  it("if the responses to its adoption are lost: it is in the state of the adopting resource", () =>
    withCore({}, async (setup) => {
      const id = await foreignRoom(setup);
      const inputs = asAdopted(setup, id);
      const run = setup.anotherRun({ fetch: loseResponses("PATCH") });
      const state = await run.create(inputs);
      assert.equal(state.roomId, id);
      assert.deepEqual(await setup.core.read(id, state), { state, inputs });
    }));

  it("if another resource adopted it in an earlier run that could not delete the old one", () =>
    withCore({}, async (setup) => {
      const old = await setup.core.create(declared(setup.core, {}, "old"));
      const inputs = asAdopted(setup, old.roomId, {}, "new");
      await setup.anotherRun().create(inputs);
      await setup.anotherRun().delete(old.roomId, old);
      assert.equal(setup.emulator.rooms().length, 1);
    }));

  it("if another resource adopted it but could not read it back", () =>
    withCore({}, async (setup) => {
      const old = await setup.core.create(declared(setup.core, {}, "old"));
      let patched = false;
      const run = setup.anotherRun({
        fetch: async (url, init) => {
          if (patched && init.method === "GET") throw new Error("down");
          patched ||= init.method === "PATCH";
          return fetch(url, init);
        },
      });
      await assert.rejects(
        run.create(asAdopted(setup, old.roomId, {}, "new")),
        /was adopted but could not be/,
      );
      await setup.core.delete(old.roomId, old);
      assert.equal(setup.emulator.rooms().length, 1);
    }));
});
