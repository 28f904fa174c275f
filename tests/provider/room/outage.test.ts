import assert from "node:assert/strict";
import type { Fetch } from "../../../provider/api/transport";
import type { Core } from "../../../provider/core";
import { type FakeClock, mute } from "../../support/clock";
import { declared, withCore } from "../../support/core";
import { ID, limited, response, roomResponse, scripted, stateOf } from "./scripted-api";

describe("an outage of the API", () => {
  it("stops retries after operations on 5 different rooms gave up, until one succeeds", () =>
    withCore({}, async ({ anotherRun, clock, warnings }) => {
      let isDown = true;
      let sent = 0;
      const core = anotherRun({
        fetch: async () => {
          sent++;
          return isDown ? response(500) : roomResponse();
        },
      });
      const read = async (roomId: string) => {
        const before = sent;
        await core.read(roomId, { ...stateOf(core), roomId }).catch(() => {});
        return sent - before;
      };
      const id = (digit: number) => `60af1c2e5f8b9a001234567${digit}`;
      for (const digit of [1, 1, 1, 1, 2, 3, 4]) assert.ok((await read(id(digit))) > 20);
      assert.ok(warnings.every((line) => !/in a row/.test(line)));
      // From the sixth read on, a list is read first.
      assert.ok((await read(id(5))) > 20);
      assert.equal(warnings.filter((line) => /for 5 rooms in a row/.test(line)).length, 1);
      const start = clock.monotonic();
      for (const digit of [6, 7, 8]) assert.ok((await read(id(digit))) <= 2);
      assert.equal(clock.monotonic() - start, 300);

      isDown = false;
      await read(ID);
      isDown = true;
      for (const digit of [1, 2, 3, 4, 9]) assert.ok((await read(id(digit))) > 20);
      assert.ok((await read(id(5))) <= 2);
      assert.equal(warnings.filter((line) => /in a row/.test(line)).length, 1);
    }));

  it("ends with a read served from the shared list", () =>
    withCore({}, async ({ core, anotherRun, takeRequests }) => {
      const names = ["a", "b", "c", "d", "e", "f"];
      const states = await Promise.all(names.map((name) => core.create(declared(core, {}, name))));
      let isDown = true;
      let sent = 0;
      const run = anotherRun({
        fetch: async (url, init) => {
          sent++;
          return isDown ? response(500) : fetch(url, init);
        },
      });
      for (const state of states.slice(0, 5)) await run.read(state.roomId, state).catch(() => {});
      takeRequests();
      isDown = false;
      await run.read(states[5]!.roomId, states[5]!);
      assert.deepEqual(takeRequests(), ["GET /rooms"]);
      isDown = true;
      sent = 0;
      await run.delete(states[0]!.roomId, states[0]!).catch(() => {});
      assert.ok(sent > 20, `${sent}`);
    }));

  it("ends with a refusal, which shows that the server works", () =>
    withCore({}, async ({ anotherRun }) => {
      let current = response(500);
      let sent = 0;
      const core = anotherRun({
        fetch: async () => {
          sent++;
          return current;
        },
      });
      const requestsOf = async (digit: number) => {
        sent = 0;
        await core.delete(`60af1c2e5f8b9a001234567${digit}`, stateOf(core)).catch(() => {});
        return sent;
      };
      for (const digit of [1, 2, 3, 4, 5]) await requestsOf(digit);
      assert.equal(await requestsOf(6), 1);
      current = response(400);
      assert.equal(await requestsOf(6), 1);
      current = response(500);
      assert.ok((await requestsOf(7)) > 20);
    }));

  it("is assumed after reads whose shared list was cut off", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      let isDown = false;
      let sent = 0;
      const core = anotherRun({
        fetch: async (url, init) => {
          sent++;
          if (isDown) return response(500);
          return url.endsWith("/rooms") ? mute(clock)(url, init) : roomResponse();
        },
      });
      for (let i = 0; i < 5; i++) await core.read(ID, stateOf(core));
      const ids = Array.from({ length: 5 }, (_, i) => `60af1c2e5f8b9a001234567${i}`);
      await Promise.allSettled(ids.map((roomId) => core.read(roomId, { ...stateOf(core), roomId })));
      assert.ok(clock.monotonic() <= 121_000, `${clock.monotonic()} ms`);
      isDown = true;
      sent = 0;
      await core.delete(ID, stateOf(core)).catch(() => {});
      assert.equal(sent, 1);
    }));

  it("is not assumed after refusals, rate limits or people in rooms", () =>
    withCore({ config: { busyTimeout: "0s" } }, async ({ anotherRun, clock }) => {
      const refusals = [response(400), response(404, { result: 40001 }), response(409, { result: 10030 })];
      const tooLong = limited(301);
      for (const refusal of [...refusals, tooLong]) {
        let sent = 0;
        let current = refusal;
        const core = anotherRun({
          fetch: async () => {
            sent++;
            return current;
          },
        });
        for (let i = 0; i < 8; i++) {
          await core.delete(`60af1c2e5f8b9a001234567${i}`, stateOf(core)).catch(() => {});
        }
        if (refusal === tooLong) clock.advance(302_000);
        current = response(500);
        sent = 0;
        await core.delete(ID, stateOf(core)).catch(() => {});
        assert.ok(sent > 20, `${sent}`);
      }
    }));
});

describe("an operation without a usable response", () => {
  let interrupted = new AbortController();
  const empty = response(200, { result: 0, rooms: [] });
  /** Only a list, which never comes, can tell whether the room exists. */
  const lateList =
    (clock: FakeClock): Fetch =>
    async (url, init) => {
      if (url.endsWith("/rooms")) return mute(clock)(url, init);
      await clock.sleep(10_000);
      return response(404, {});
    };
  const cases: [
    string,
    boolean,
    (clock: FakeClock) => Fetch,
    (core: Core, room: string) => Promise<unknown>,
  ][] = [
    ["cut off by the 2 minutes", true, mute, (core, id) => core.delete(id, stateOf(core))],
    [
      "cut off by customTimeouts",
      false,
      mute,
      (core, id) => core.delete(id, stateOf(core), { timeoutSeconds: 20 }),
    ],
    [
      "interrupted",
      false,
      () => async () => {
        interrupted.abort();
        return response(500);
      },
      (core, id) => {
        interrupted = new AbortController();
        return core.delete(id, stateOf(core), { signal: interrupted.signal });
      },
    ],
    ["cut off during a list that began later", true, lateList, (core, id) => core.delete(id, stateOf(core))],
    [
      "cut off by customTimeouts during a list",
      false,
      lateList,
      (core, id) => core.delete(id, stateOf(core), { timeoutSeconds: 20 }),
    ],
    [
      "a create with three attempts of unknown outcome",
      true,
      () =>
        async (_, { method }) =>
          method === "POST" ? response(500) : empty,
      (core, name) => core.create(declared(core, {}, name)),
    ],
    [
      "a create whose search for the room fails",
      true,
      () =>
        async (_, { method }) =>
          response(method === "POST" ? 500 : 400),
      (core, name) => core.create(declared(core, {}, name)),
    ],
  ];
  for (const [what, counts, fetchFor, run] of cases)
    it(`${counts ? "counts" : "does not count"} as given up: ${what}`, () =>
      withCore({}, async ({ anotherRun, clock }) => {
        let fetch = fetchFor(clock);
        let sent = 0;
        const core = anotherRun({
          fetch: (url, init) => {
            sent++;
            return fetch(url, init);
          },
        });
        for (let i = 0; i < 5; i++) {
          await run(core, `60af1c2e5f8b9a001234567${i}`).catch(() => {});
        }
        fetch = async () => response(500);
        // An update without changes sends no request and shows nothing about the API.
        const state = stateOf(core);
        await core.update(ID, state, declared(core));
        sent = 0;
        await core.delete(ID, state).catch(() => {});
        assert.equal(sent === 1, counts, `${sent} requests`);
      }));
});

describe("a run that waits for the API", () => {
  for (const [name, failing, line] of [
    [
      "a failing server",
      response(500),
      /^Waiting for the rooms API at 127\.0\.0\.1:\d+ \(App ID ….{4}\): it fails or does not respond\. Each room is retried for up to 2 minutes\. Last failure: .*\.$/,
    ],
    [
      "a rate limit",
      response(429, {}, { "retry-after": "30" }),
      /^Waiting for .*: its rate limit is reached\. Each room waits up to 5 minutes\.$/,
    ],
  ] as const)
    it(`because of ${name} reports it once after 10 s`, () =>
      withCore({}, async ({ anotherRun, clock, warnings }) => {
        const waits: number[] = [];
        const core = anotherRun({
          fetch: scripted(failing),
          warn: (text) => {
            warnings.push(text);
            if (/^Waiting/.test(text)) waits.push(clock.monotonic());
          },
        });
        await Promise.allSettled(
          Array.from({ length: 3 }, (_, i) => core.delete(`60af1c2e5f8b9a001234567${i}`, stateOf(core))),
        );
        assert.deepEqual(waits, [10_000]);
        assert.match(warnings.find((text) => /^Waiting/.test(text))!, line);
      }));

  it("reports the wait and the outage once for each account and run", () =>
    withCore({}, async ({ anotherRun, config, warnings }) => {
      const { appId = "", appKey = "", apiUrl = "" } = config;
      const north = { appId, appKey, apiUrl: apiUrl.replace("127.0.0.1", "localhost"), subdomain: "north" };
      config.accounts = JSON.stringify({ north });
      const core = anotherRun({ fetch: async () => response(500) });
      const hosts = async () => {
        for (let i = 0; i < 12; i++) {
          const account = i % 2 === 0 ? undefined : "north";
          const state = { ...stateOf(core), moderatorUrl: "", account };
          await core.delete(`60af1c2e5f8b9a00123456${10 + i}`, state).catch(() => {});
        }
        const lines = warnings.splice(0).filter((text) => /^Waiting|in a row/.test(text));
        return lines.map((text) => `${text.split(" ")[0]} ${/localhost|127/.exec(text)}`).sort();
      };
      const all = ["The 127", "The localhost", "Waiting 127", "Waiting localhost"];
      assert.deepEqual(await hosts(), all);
      core.finish();
      const one = anotherRun({ fetch: async () => response(500) });
      const read = () => one.read(ID, stateOf(one)).catch(() => {});
      await read();
      await read();
      one.finish();
      await read();
      assert.equal(warnings.filter((text) => /^Waiting/.test(text)).length, 2);
    }));

  it("less than 10 s reports nothing", () =>
    withCore({}, async ({ anotherRun, warnings }) => {
      const failing = response(500);
      const core = anotherRun({ fetch: scripted(failing, failing, failing, failing, roomResponse()) });
      await core.read(ID, stateOf(core));
      assert.ok(warnings.every((text) => !/^Waiting/.test(text)));
    }));
});
