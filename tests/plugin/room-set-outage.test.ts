import assert from "node:assert/strict";
import { checkRoomSet } from "../../provider/room-set/check";
import { createRoomSet, deleteRoomSet, updateRoomSet } from "../../provider/room-set/lifecycle";
import { withCore } from "../support/core";
import { ID } from "./sets";

describe("a room set during an outage", () => {
  it("stops retries after 5 failed rooms, and starts no more rooms after 20", () =>
    withCore({}, async ({ anotherRun, emulator, clock, warnings }) => {
      const core = anotherRun({
        fetch: async (url, init) => {
          emulator.setFaults({ serverError: init.method === "POST" ? 1 : 0 });
          return clock.during(fetch(url, init));
        },
      });
      const given = { participants: 5, ownerRef: "school" };
      const rooms = Array.from({ length: 300 }, (_, i) => [`class-${i}`, { ...given, name: `class-${i}` }]);
      const { inputs } = checkRoomSet(core, {}, { rooms: Object.fromEntries(rooms), declaredAs: ID });
      const error: Error = await createRoomSet(core, inputs).catch((thrown) => thrown);
      const lines = error.message.split("\n");
      assert.ok(lines.length <= 102);
      assert.match(
        lines.at(-1)!,
        /^(1\d\d|200) of 300 rooms were not started, because the rooms API at [\d.:]+ \(App ID ….{4}\) failed for 20 rooms in a row\. Run/,
      );
      // A hundred rooms are processed at once, and each had its three attempts before the first one failed.
      const posts = emulator.requests.filter(({ method }) => method === "POST").length;
      assert.ok(posts < 3 * 100 + 20, `${posts} requests`);
      assert.ok(clock.monotonic() < 120_000, `${clock.monotonic()} ms`);
      const told = warnings.filter((line) => /failed for 5 rooms in a row/.test(line));
      assert.equal(told.length, 1, warnings.join("\n"));
    }));

  it("gives up a thousand rooms after 5 minutes of a rate limit that accepts no request", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      let sent = 0;
      const limited = { status: 429, headers: { get: () => "60" }, text: async () => "{}" };
      const core = anotherRun({
        fetch: async () => {
          sent++;
          return limited;
        },
      });
      const given = { participants: 5, ownerRef: "school" };
      const rooms = Array.from({ length: 1_000 }, (_, i) => [`class-${i}`, { ...given, name: `class-${i}` }]);
      const { inputs } = checkRoomSet(core, {}, { rooms: Object.fromEntries(rooms), declaredAs: ID });
      const error: Error = await createRoomSet(core, inputs).catch((thrown) => thrown);
      assert.match(
        error.message,
        /\n[89]\d\d of 1000 rooms were not started, because the rate limit of the rooms API at [\d.:]+ \(App ID ….{4}\) accepted no request during 5 minutes of waiting\. Run/,
      );
      assert.ok(sent < 100 && clock.monotonic() <= 360_000, `${sent} requests, ${clock.monotonic()} ms`);
    }));

  it("gives up a thousand rooms within 18 minutes if the API never responds", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      let sent = 0;
      const core = anotherRun({
        fetch: async (_, { signal }) => {
          sent++;
          await clock.sleep(10 ** 9, signal);
          throw signal.reason;
        },
      });
      const moderatorUrls: Record<string, string> = {};
      const rooms = Object.fromEntries(
        Array.from({ length: 1_000 }, (_, i) => {
          const roomId = `60af1c2e5f8b9a0012${String(345678 + i).padStart(6, "0")}`;
          return [`class-${i}`, { participants: 5, roomId, participantUrl: "", created: "" }];
        }),
      );
      const state = { rooms, moderatorUrls, declaredAs: ID } as never;
      const error: Error = await deleteRoomSet(core, state).catch((thrown) => thrown);
      assert.match(
        error.message,
        /\d\d\d of 1000 rooms were not started, because the rooms API at \S+ \S+ \S+ \S+ failed for 20 rooms in a row/,
      );
      // A hundred rooms are processed at once, with eight requests in flight, and each waits 30 s at least once.
      const minutes = clock.monotonic() / 60_000;
      assert.ok(sent < 300 && minutes < 18, `${sent} requests, ${minutes} minutes`);
    }));

  it("continues with the rooms of other accounts, and with all rooms when the API works again", () =>
    withCore({}, async ({ anotherRun, config, emulator, clock }) => {
      const { appId = "", appKey = "", apiUrl = "" } = config;
      const north = { appId, appKey, apiUrl: apiUrl.replace("127.0.0.1", "localhost"), subdomain: "north" };
      config.accounts = JSON.stringify({ north });
      let isDown = true;
      const core = anotherRun({
        fetch: async (url, init) => {
          if (isDown && url.includes("localhost")) throw Object.assign(new Error(), { code: "ECONNREFUSED" });
          return clock.during(fetch(url, init));
        },
      });
      const room = (i: number) => ({
        participants: 5,
        ownerRef: "school",
        name: `class-${i}`,
        ...(i < 150 && { account: "north" }),
      });
      const rooms = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`class-${i}`, room(i)]));
      const { inputs } = checkRoomSet(core, {}, { rooms, declaredAs: ID });
      const error = await createRoomSet(core, inputs).catch((thrown) => thrown);
      assert.equal(emulator.rooms().length, 50);
      assert.match(
        error.reasons.at(-1),
        /^[345]\d of 200 rooms were not started, because the rooms API at localhost:/,
      );

      isDown = false;
      await updateRoomSet(core, error.properties, inputs);
      assert.equal(emulator.rooms().length, 200);
    }));

  it("reports every room whose account is no longer configured", () =>
    withCore({}, async ({ core, emulator }) => {
      const { inputs } = checkRoomSet(core, {}, { rooms: { here: { participants: 5 } }, declaredAs: ID });
      const { rooms } = await createRoomSet(core, inputs);
      const lost = { ...rooms.here, account: "lost" };
      for (let i = 0; i < 101; i++) rooms[`class-${i}`] = lost as never;
      const state = { rooms, moderatorUrls: {}, declaredAs: ID } as never;
      const error: Error = await deleteRoomSet(core, state).catch((thrown) => thrown);
      assert.match(
        error.message,
        /^rooms\["class-0"\]: enablex:accounts is not set.*\n1 more room failed\. .*\n/s,
      );
      assert.doesNotMatch(error.message, /not started/);
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("continues after many failures that the API did not cause", () =>
    withCore({}, async ({ core, clock, emulator }) => {
      const soon = { kind: "scheduled", scheduledTime: "2026-05-04T12:20:00Z", durationMinutes: 60 };
      const set = (participants: number) => {
        const rooms = Array.from({ length: 150 }, (_, i) => [
          `class-${i}`,
          { participants, name: `class-${i}`, ownerRef: "school", ...(i < 30 && soon) },
        ]);
        return checkRoomSet(core, {}, { rooms: Object.fromEntries(rooms), declaredAs: ID }).inputs;
      };
      const state = await createRoomSet(core, set(5));
      clock.advance(10 * 60_000);
      const error: Error = await updateRoomSet(core, state, set(6)).catch((thrown) => thrown);
      assert.doesNotMatch(error.message, /not started/);
      assert.equal(emulator.rooms().filter(({ settings }) => settings.participants === "6").length, 120);
    }));
});
