import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fetch } from "../../../provider/api/transport";
import { MARKER_KEY, newMarker } from "../../../provider/room/marker";
import { sender } from "../../support/emulator";
import { runProbe, withProbe } from "./setup";

/** A service that rejects a setting as unknown. */
const without =
  (setting: string, fetch: Fetch): Fetch =>
  (url, init) =>
    fetch(url, { ...init, body: init.body?.replaceAll(`"${setting}"`, `"no_${setting}"`) });
const foreign = (more: object = {}) => ({
  name: "Stand-up",
  owner_ref: "ops",
  settings: { participants: "3" },
  ...more,
});

describe("probe: a run", () => {
  it("prints its plan, and sends nothing without confirmation", () =>
    withProbe(async (setup) => {
      const { code, told } = await runProbe(setup, { yes: false });
      assert.equal(code, 2);
      assert.match(told, /creates about 10 rooms .* at most 4 at a time, and deletes each of them again/);
      assert.match(told, /about 90 requests, at most 150 and 2 a second/);
      assert.match(told, /It invites nobody/);
      assert.deepEqual(setup.emulator.requests, []);
    }));

  it("prints roughly how many rooms and requests it needs", () =>
    withProbe(async (setup) => {
      for (const wait of [false, true]) {
        const { told, out } = await runProbe(setup, { wait });
        const [, rooms, requests] = /about (\d+) rooms.*about (\d+) requests/s.exec(told)!;
        const [, sent, created] = /: (\d+) requests, (\d+) rooms created/.exec(out)!;
        assert.ok(Math.abs(Number(requests) - Number(sent)) < 10, sent);
        assert.ok(Math.abs(Number(rooms) - Number(created)) < 3, created);
      }
    }));

  it("exits with code 0, leaves no room, and changes no other room", () =>
    withProbe(async (setup) => {
      const send = sender(setup.emulator);
      await send("POST", "/rooms", foreign({ data: { [MARKER_KEY]: newMarker("a/b/c", "nnnnnnnn") } }));
      await send("POST", "/rooms", foreign());
      const before = setup.emulator.rooms();
      setup.emulator.clearRequests();
      const { code, out } = await runProbe(setup);
      assert.equal(code, 0, out);
      assert.deepEqual(setup.emulator.rooms(), before);
      const touched = setup.emulator.requests.filter(({ path }) =>
        before.some(({ room_id }) => path.includes(room_id)),
      );
      assert.deepEqual(touched, []);
      assert.match(out, /all deleted: the list shows none/);
    }));

  it("sends at most 2 requests a second and 150 in all, and has at most 4 rooms at a time", () =>
    withProbe(async (setup) => {
      let most = 0;
      const sentAt: number[] = [];
      await runProbe(
        setup,
        { wait: true, links: true },
        {
          environment: {
            fetch: async (url, init) => {
              sentAt.push(setup.clock.monotonic());
              const answer = await setup.context.fetch(url, init);
              most = Math.max(most, setup.emulator.rooms().length);
              return answer;
            },
          },
        },
      );
      assert.equal(most, 4);
      assert.ok(sentAt.length <= 150);
      assert.ok(sentAt.every((at, index) => index === 0 || at - sentAt[index - 1]! >= 500));
    }));

  it("tries settings alone if the API refuses them together", () =>
    withProbe(async (setup) => {
      const { out, code } = await runProbe(
        setup,
        {},
        { environment: { fetch: without("canvas", setup.context.fetch) } },
      );
      assert.equal(code, 1);
      assert.match(out, /differs {2}settings\.canvas +refused /);
      assert.match(out, /ok +settings\.knock +kept /);
      assert.match(out, /ok +Settings cleared by "" +all \(15 of 15\)/);
    }));

  it("stops after 120 requests, which leaves 30 of 150 to delete the rooms", () =>
    withProbe(async (setup) => {
      // Everything that takes many requests.
      setup.emulator.setBehaviour({ maxParticipants: 9876, maxAudiences: 98_765, listDelayMs: 10_900 });
      const fetch = without("canvas", without("knock", setup.context.fetch));
      const { out, code } = await runProbe(setup, { wait: true }, { environment: { fetch } });
      assert.equal(code, 2);
      assert.match(
        out,
        /Stopped early\. It had sent 120 requests; the rest of the 150 is reserved for deleting\./,
      );
      assert.deepEqual(setup.emulator.rooms(), []);
      assert.ok(setup.emulator.requests.length <= 150);
    }));

  it("writes the report as JSON", async () => {
    const folder = await mkdtemp(join(tmpdir(), "probe-"));
    try {
      await withProbe(async (setup) => {
        const report = join(folder, "report.json");
        setup.emulator.setBehaviour({ createStatus: 201 });
        const { code, out } = await runProbe(setup, { report });
        assert.equal(code, 1);
        const written = JSON.parse(await readFile(report, "utf8"));
        assert.equal(written.format, "pulumi-enablex probe");
        assert.equal(written.platform, "another address");
        assert.equal(written.emulator, out.split("\n").at(-1));
        assert.equal(written.emulator, "pulumi-enablex emulator --behaviour createStatus=201");
        const none = await runProbe(setup, { report: join(folder, "no", "report.json") });
        assert.match(none.error!, /^The report cannot be written: .* Nothing was sent\.$/);
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("uses the account that --account names", () =>
    withProbe(async (setup) => {
      const { appId, appKey, apiUrl } = setup.emulator;
      const accounts = JSON.stringify({ eu: { appId, appKey, apiUrl } });
      const config = { accounts, appId: undefined, appKey: undefined, apiUrl: undefined };
      assert.equal((await runProbe(setup, { account: "eu" }, { config })).code, 0);
      assert.match(
        (await runProbe(setup, { account: "us" }, { config })).error!,
        /no account with that name/,
      );
    }));

  for (const [platform, title, url] of [
    ["enablex", "EnableX", "https://api.enablex.io/video/v1"],
    ["smartfloMeet", "Smartflo Meet", "https://api.smartflomeet.ttns.in/video/v1"],
  ] as const)
    it(`uses the address of ${title}, and names it in the report`, () =>
      withProbe(async (setup) => {
        const { apiUrl } = setup.emulator;
        const { code, out, told } = await runProbe(
          setup,
          {},
          {
            config: { platform, apiUrl: undefined },
            environment: {
              fetch: (address, init) => {
                assert.ok(address.startsWith(url), address);
                return setup.context.fetch(address.replace(url, apiUrl), init);
              },
            },
          },
        );
        assert.equal(code, 0);
        assert.ok(told.includes(`rooms API of ${title}, ${url}`));
        assert.ok(out.startsWith(`${title}, 2026-05-04: `));
      }));
});
