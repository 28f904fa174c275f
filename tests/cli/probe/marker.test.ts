import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { candidateNonce, dataOf, newMark, nonceOf } from "../../../cli/probe/marker";
import { startEmulator } from "../../../emulator/index";
import type { Fetch } from "../../../provider/api/transport";
import { MARKER_KEY, newMarker, releasedMarker } from "../../../provider/room/marker";
import { runCommand } from "../../support/command";
import { sender } from "../../support/emulator";
import { runProbe, withProbe } from "./setup";

const mark = newMark("AbCd_-12");
const own = { name: mark.nameOf("permanent"), owner_ref: mark.ownerRef, data: dataOf(mark) };

describe("probe: its marker", () => {
  it("is recognized in data, and in the owner reference of a room without data", () => {
    assert.equal(nonceOf(own), mark.nonce);
    assert.equal(nonceOf({ ...own, data: undefined }), mark.nonce);
    assert.equal(nonceOf({ ...own, data: undefined, owner_ref: `${mark.ownerRef} changed` }), mark.nonce);
    assert.equal(candidateNonce({ name: own.name }), mark.nonce);
  });

  it("is not recognized in a room with another marker, or only its name", () => {
    assert.equal(nonceOf({ ...own, data: { [MARKER_KEY]: newMarker("a/b/c") } }), undefined);
    assert.equal(candidateNonce({ ...own, data: { [MARKER_KEY]: newMarker("a/b/c") } }), undefined);
    assert.equal(nonceOf({ name: own.name, owner_ref: "ops" }), undefined);
    assert.equal(nonceOf({ name: "Stand-up", owner_ref: "pulumi-enablex probe" }), undefined);
  });

  it("never equals a stack's marker", () =>
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (stack, name) => {
        const marker = newMarker(`project/${stack.replaceAll("/", "-")}/${name}`);
        assert.equal(nonceOf({ data: { [MARKER_KEY]: marker } }), undefined);
        assert.equal(nonceOf({ data: { [MARKER_KEY]: releasedMarker(marker) } }), undefined);
      }),
    ));

  it("makes orphans ignore the rooms of the probe", async () => {
    await using emulator = await startEmulator();
    const send = sender(emulator);
    const settings = { participants: "2" };
    await send("POST", "/rooms", { ...own, settings });
    const orphan = { name: "lost", owner_ref: "rooms/dev/lost", settings };
    await send("POST", "/rooms", { ...orphan, data: { [MARKER_KEY]: newMarker("rooms/dev/lost") } });
    const folder = await mkdtemp(join(tmpdir(), "probe-"));
    try {
      const urn = "urn:pulumi:dev::rooms::pulumi:pulumi:Stack::rooms-dev";
      const exported = { deployment: { resources: [{ urn, type: "pulumi:pulumi:Stack" }] } };
      await writeFile(join(folder, "state.json"), JSON.stringify(exported));
      const env = {
        PATH: process.env.PATH!,
        ENABLEX_APP_ID: emulator.appId,
        ENABLEX_APP_KEY: emulator.appKey,
        ENABLEX_API_URL: emulator.apiUrl,
      };
      const args = ["orphans", "--file", "state.json", "--json"];
      const { code, stdout } = await runCommand(args, { cwd: folder, env });
      assert.equal(code, 1);
      assert.deepEqual(
        JSON.parse(stdout).map((each: any) => each.name),
        ["lost"],
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("probe --clean", () => {
  it("deletes rooms whose GET shows the marker, and none that only has the name", () =>
    withProbe(async (setup) => {
      const send = sender(setup.emulator);
      const settings = { participants: "2" };
      await send("POST", "/rooms", { ...own, settings });
      await send("POST", "/rooms", { ...own, settings, data: {}, owner_ref: "ops" });
      await send("POST", "/rooms", { ...own, settings, data: { [MARKER_KEY]: newMarker("a/b/c") } });
      setup.emulator.clearRequests();
      const { code, out } = await runProbe(setup, { clean: true });
      assert.deepEqual([code, out], [0, "1 room deleted."]);
      assert.equal(setup.emulator.rooms().length, 2);
      assert.deepEqual(
        setup.emulator.requests.map(({ method }) => method),
        ["GET", "GET", "GET", "DELETE", "GET", "GET"],
      );
    }));

  it("finds rooms also if lists show no data", () =>
    withProbe(async (setup) => {
      await sender(setup.emulator)("POST", "/rooms", { ...own, settings: { participants: "2" } });
      const { code, out } = await runProbe(
        setup,
        { clean: true },
        {
          environment: {
            fetch: async (url, init) => {
              const answer = await setup.context.fetch(url, init);
              const text = await answer.text();
              const bare = url.endsWith("/rooms") ? text.replace(/"data":\{[^}]*\},/g, "") : text;
              return { ...answer, text: async () => bare };
            },
          },
        },
      );
      assert.deepEqual([code, out], [0, "1 room deleted."]);
      assert.deepEqual(setup.emulator.rooms(), []);
    }));

  for (const [what, isOf, text] of [
    ["a list that is none", /\/rooms$/, '{"result":0}'],
    [
      "another room than it asked for",
      /\/rooms\/./,
      '{"result":0,"room":{"room_id":"60af1c2e5f8b9a0012345678"}}',
    ],
    ["a 404 that does not say what was not found", /\/rooms\/./, '{"message":"Not found"}'],
  ] as const)
    it(`does not accept ${what} as proof that no room is left`, () =>
      withProbe(async (setup) => {
        await sender(setup.emulator)("POST", "/rooms", { ...own, settings: { participants: "2" } });
        let count = 0;
        const fetch: Fetch = async (url, init) => {
          const answer = await setup.context.fetch(url, init);
          // The run needs the first list to start.
          if (++count === 1 || init.method !== "GET" || !isOf.test(url)) return answer;
          return { ...answer, status: text.includes("Not found") ? 404 : 200, text: async () => text };
        };
        const { code, told } = await runProbe(setup, { clean: true }, { environment: { fetch } });
        assert.equal(code, 2);
        assert.match(told, /(could not be deleted\.|may be left:).* Run pulumi-enablex probe --clean/);
        assert.equal((await runProbe(setup, { clean: true })).code, 0);
        assert.deepEqual(setup.emulator.rooms(), []);
      }));
});
