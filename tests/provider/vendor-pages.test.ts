import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FetchInit } from "../../provider/api/transport";
import { createCore } from "../../provider/core";

// The requests printed on the vendors' pages, and the inputs for them.
const page = {
  ownerRef: "XOXO",
  participants: 3,
  durationMinutes: 30,
  quality: "SD",
  adaptiveBandwidth: true,
  declaredAs: "vendor/pages/room",
};
const small = { canvas: false, screenShare: false, maxActiveTalkers: 4 };
const requests = {
  permanent: { ...page, ...small, name: "My Permanent Room", description: "My Permanent Room" },
  scheduled: {
    ...page,
    kind: "scheduled",
    scheduledTime: "2021-05-31T11:00:00+05:30",
    name: "My Scheduled Room",
    description: "My Scheduled Room",
  },
  adhoc: { ...page, ...small, kind: "adhoc", name: "My Adhoc Room", description: "My Adhoc Room" },
};

const platforms = {
  enablex: "https://api.enablex.io/video/v1/rooms",
  smartfloMeet: "https://api.smartflomeet.ttns.in/video/v1/rooms",
};

const config = { appId: "5f9e8d7c6b5a493827160504", appKey: "SomeKey", subdomain: "acme" };

for (const [platform, address] of Object.entries(platforms)) {
  describe(`the vendor page of ${platform}`, () => {
    for (const [kind, given] of Object.entries(requests)) {
      it(`shows the same request for a room of kind ${kind}`, async () => {
        const sent: { url: string; init: FetchInit }[] = [];
        const core = createCore({
          config: (key) => ({ ...config, platform })[key as "appId"],
          warn: assert.fail,
          env: {},
          newNonce: () => "nonce",
          fetch: async (url, init) => {
            sent.push({ url, init });
            return jsonResponse(documentedRoom(kind));
          },
        });
        const { inputs, failures } = core.check({}, given);
        assert.deepEqual(failures, []);
        const state = await core.create(inputs);

        assert.equal(sent.length, 1);
        const { url, init } = sent[0]!;
        assert.equal(url, address);
        assert.equal(init.method, "POST");
        assert.equal(init.redirect, "manual");
        assert.deepEqual(init.headers, {
          Accept: "application/json",
          Authorization: "Basic NWY5ZThkN2M2YjVhNDkzODI3MTYwNTA0OlNvbWVLZXk=",
          "Content-Type": "application/json",
          "User-Agent": `pulumi-enablex/${require("../../package.json").version}`,
        });
        // Compare strings, because the order of keys matters.
        const { data, ...body } = JSON.parse(init.body!);
        const printed = readFileSync(join(__dirname, "golden", `${kind}.json`), "utf8");
        assert.equal(JSON.stringify(body), JSON.stringify(JSON.parse(printed)));
        assert.deepEqual(Object.keys(data), ["pulumiEnablex"]);

        assert.equal(state.roomId, "60af1c2e5f8b9a0012345678");
        assert.equal(state.created, "2021-05-25T00:20:30.851Z");
        assert.equal(state.participantUrl, "https://acme.yourvideo.live/60af1c2e5f8b9a0012345678");
        assert.equal(
          state.moderatorUrl,
          "https://acme.yourvideo.live/host/NjBhZjFjMmU1ZjhiOWEwMDEyMzQ1Njc4LTVmOWU4ZDdjNmI1YTQ5MzgyNzE2MDUwNA==",
        );
      });
    }
  });
}

/** The abridged response on the pages, with an id instead of their `xxxxxxxxxxxxxx`. */
const documentedRoom = (kind: string) => ({
  result: 0,
  room: {
    name: "My Room",
    owner_ref: "XOXO",
    settings: { scheduled: kind === "scheduled", adhoc: kind === "adhoc" },
    created: "2021-05-25T00:20:30.851Z",
    room_id: "60af1c2e5f8b9a0012345678",
  },
});

const jsonResponse = (json: unknown) => ({
  status: 200,
  headers: { get: () => null },
  text: async () => JSON.stringify(json),
});
