import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { configKeys } from "../../provider/config/keys";
import { createCore } from "../../provider/core";
import { UNKNOWN } from "../../provider/unknown";
import { declared, withCore } from "../support/core";

const room = { participants: 8, declaredAs: "shop/dev/standup" };

describe("core.check", () => {
  it("reports problems of the configuration together with those of the room", () => {
    const core = createCore({ config: () => undefined, warn: assert.fail, env: {}, fetch: assert.fail });
    const { failures } = core.check({}, { ...room, participants: 0 });
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["participants", "", "", ""],
    );
    const reasons = failures.map(({ reason }) => reason).join("\n");
    for (const key of ["appId", "appKey", "subdomain"] as const)
      assert.ok(reasons.includes(configKeys[key].variable));
  });

  it("uses environment variables for keys that the stack does not set", () => {
    const env = {
      ENABLEX_APP_ID: "5f9e8d7c6b5a493827160504",
      ENABLEX_APP_KEY: "k",
      ENABLEX_SUBDOMAIN: "acme",
    };
    const core = createCore({ config: () => undefined, warn: assert.fail, env, fetch: assert.fail });
    assert.deepEqual(core.check({}, room).failures, []);
  });

  it("requires credentials but no links if the room's own origin is unknown", () => {
    const core = createCore({ config: () => undefined, warn: assert.fail, env: {}, fetch: assert.fail });
    assert.equal(core.check({}, { ...room, meetingUrl: UNKNOWN }).failures.length, 2);
    assert.deepEqual(core.check({}, { ...room, account: UNKNOWN }).failures, []);
  });

  it("rejects an unknown account and invalid limits", () =>
    withCore({ config: { maxInFlight: "none" } }, async ({ core }) => {
      const reasons = core.check({}, { ...room, account: "other" }).failures.map(({ reason }) => reason);
      assert.match(reasons.join("\n"), /enablex:accounts is not set[\s\S]*enablex:maxInFlight/);
    }));
});

describe("core.api", () => {
  it("needs no links", () =>
    withCore({ config: { meetingUrl: undefined } }, async ({ core }) => {
      const { roomId } = await core.create(declared(core, { meetingUrl: "https://meet.example.com" }));
      assert.equal((await core.api().get(roomId)).roomId, roomId);
      assert.deepEqual(await core.getRoomUsers({ roomId }), []);
      await assert.rejects(core.getRoom({ roomId }), /enablex:subdomain is not set/);
    }));
});

describe("core.diff", () => {
  it("treats an unknown origin of links as a change, and still checks the project", () =>
    withCore({}, async ({ core, config }) => {
      const state = await core.create(declared(core));
      const wanted = declared(core, { meetingUrl: UNKNOWN });
      const properties = core.diff(state.roomId, state, wanted).map(({ property }) => property);
      assert.deepEqual(properties, ["meetingUrl", "participantUrl", "moderatorUrl"]);
      config.appId = "0000000000000000000000ff";
      assert.throws(() => core.diff(state.roomId, state, wanted), /belongs to the project/);
    }));

  it("needs no links if the room's own origin is unknown", () =>
    withCore({ config: { meetingUrl: undefined } }, async ({ core }) => {
      const { participantUrl, moderatorUrl } = core.plan(declared(core, { meetingUrl: UNKNOWN }));
      assert.deepEqual([participantUrl, moderatorUrl], [UNKNOWN, UNKNOWN]);
    }));
});

describe("500 rooms", () => {
  it("are created, read and deleted at 50 requests per second without a 429", () =>
    withCore(
      { faults: { requestsPerSecond: 50, burst: 10 }, config: { requestsPerSecond: "50" } },
      async ({ core, emulator, clock, warnings }) => {
        const start = clock.now();
        const names = Array.from({ length: 500 }, (_, i) => `room-${i}`);
        const states = await Promise.all(names.map((name) => core.create(declared(core, {}, name))));
        assert.equal(emulator.rooms().length, 500);
        assert.ok(clock.now() - start >= 499 * 20);
        await Promise.all(states.map((state) => core.read(state.roomId, state)));
        await Promise.all(states.map((state) => core.delete(state.roomId, state)));
        assert.deepEqual(emulator.rooms(), []);
        // The first five reads are made one by one, all others from one list.
        assert.equal(emulator.requests.length, 500 + 6 + 2 * 500);
        assert.equal(emulator.injected.requestsPerSecond, 0);
        assert.deepEqual(warnings, []);
        console.log(
          `      500 rooms, ${emulator.requests.length} requests, none of them above the limit, in ${(clock.now() - start) / 1000} s of a clock that nobody waits for`,
        );
      },
    ));

  it("are created despite a rate limit that is not configured, and one warning reports the delay", () =>
    withCore(
      { faults: { requestsPerSecond: 50, burst: 10 } },
      async ({ core, emulator, clock, warnings }) => {
        const names = Array.from({ length: 500 }, (_, i) => `room-${i}`);
        await Promise.all(names.map((name) => core.create(declared(core, {}, name))));
        assert.equal(emulator.rooms().length, 500);
        const refused = emulator.injected.requestsPerSecond;
        assert.ok(refused > 0);
        assert.equal(warnings.length, 1);
        assert.match(
          warnings[0]!,
          new RegExp(
            `^The rooms API slowed this run down: its rate limit rejected ${refused} requests and delayed all others by \\d+ s.*enablex:requestsPerSecond`,
          ),
        );
        assert.ok(clock.slept.length > 0);
      },
    ));
});

describe("report at the end of a run", () => {
  it("is one line if the API slowed the run down, else none", () =>
    withCore({}, async ({ core, emulator, clock, warnings }) => {
      const state = await core.create(declared(core));
      core.finish();
      assert.deepEqual(warnings, []);
      emulator.setFaults({ serverError: 1 });
      clock.onSleep = () => emulator.setFaults({ serverError: 0 });
      await core.read(state.roomId, state);
      core.finish();
      assert.deepEqual(warnings, [
        "The rooms API slowed this run down: 1 request failed for other reasons. Requests that are safe to repeat were retried.",
      ]);
    }));

  it("is not shown while an operation is running", () =>
    withCore({}, async ({ core, anotherRun, emulator, clock, warnings }) => {
      const state = await core.create(declared(core));
      let release = () => {};
      const held = new Promise<void>((done) => {
        release = done;
      });
      const run = anotherRun({
        fetch: async (url, init) => {
          if (init.method === "DELETE") await held;
          return fetch(url, init);
        },
      });
      const deleting = run.delete(state.roomId, state);
      emulator.setFaults({ serverError: 1 });
      clock.onSleep = () => emulator.setFaults({ serverError: 0 });
      await run.read(state.roomId, state);
      assert.deepEqual(warnings, []);
      release();
      await deleting;
      assert.equal(warnings.length, 1);
    }));
});

describe("rooms of one account", () => {
  it("share its maxInFlight, separately from other accounts", () =>
    withCore({ config: { maxInFlight: "2" } }, async ({ anotherRun, config, emulator }) => {
      config.accounts = JSON.stringify({ other: { appId: "0000000000000000000000ff", appKey: "k" } });
      const inFlight = new Map<string, number>();
      let most = 0;
      const core = anotherRun({
        fetch: async (url, init) => {
          const key = init.headers.Authorization!;
          inFlight.set(key, (inFlight.get(key) ?? 0) + 1);
          most = Math.max(most, ...inFlight.values());
          await setImmediate();
          inFlight.set(key, inFlight.get(key)! - 1);
          return fetch(url, init);
        },
      });
      await Promise.allSettled(
        ["other", undefined].flatMap((account) =>
          Array.from({ length: 10 }, () => core.create(declared(core, { account }))),
        ),
      );
      assert.equal(most, 2);
      assert.equal(inFlight.size, 2);
      assert.equal(emulator.rooms().length, 10);
    }));
});
