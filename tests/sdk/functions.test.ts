import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { startEmulator } from "../../emulator/index";
import { getRoom, getRooms, moderatorUrl } from "../../sdk/index";
import { createRoom, sender } from "../support/emulator";

const ID = "60af1c2e5f8b9a0012345678";
const APP = "5f9e8d7c6b5a493827160504";

const configure = (config: Record<string, string>) =>
  pulumi.runtime.setAllConfig(config, Object.keys(config));

/** The value of an output, or its error. */
const settled = <T>(output: pulumi.Output<T>): Promise<T> =>
  (output as unknown as { promise(): Promise<T> }).promise();

describe("functions of the SDK", () => {
  beforeEach(() =>
    pulumi.runtime.setMocks(
      { newResource: ({ inputs }) => ({ id: ID, state: inputs }), call: ({ inputs }) => inputs },
      "rooms",
      "test",
    ),
  );
  afterEach(() => pulumi.runtime.setAllConfig({}));

  it("reject an invalid room id before they send a request, because it would change the path", async () => {
    await using emulator = await startEmulator();
    configure({
      "enablex:appId": emulator.appId,
      "enablex:appKey": emulator.appKey,
      "enablex:apiUrl": emulator.apiUrl,
      "enablex:meetingUrl": emulator.meetingUrl,
    });
    for (const roomId of ["", "..", "hello", `${ID}/users`]) {
      await assert.rejects(getRoom({ roomId }), {
        name: "Error",
        message: /^roomId: is not a room id/,
      });
    }
    await assert.rejects(getRoom(undefined as never), /^Error: roomId: is required/);
    await assert.rejects(getRooms({ ownerref: "x" } as never), /ownerref: .* did you mean ownerRef\?/);
    assert.deepEqual(emulator.requests, []);
    const id = await createRoom(sender(emulator));
    assert.equal((await getRoom({ roomId: id.toUpperCase() })).roomId, id);
  });

  it("moderatorUrl rejects an invalid room id, and ignores the case of a valid one", async () => {
    configure({ "enablex:appId": APP.toUpperCase(), "enablex:appKey": "k", "enablex:subdomain": "acme" });
    await assert.rejects(settled(moderatorUrl("hello")), /moderatorUrl: roomId: is not a room id/);
    assert.equal(
      await settled(moderatorUrl(ID.toUpperCase())),
      "https://acme.yourvideo.live/host/NjBhZjFjMmU1ZjhiOWEwMDEyMzQ1Njc4LTVmOWU4ZDdjNmI1YTQ5MzgyNzE2MDUwNA==",
    );
  });

  it("getRoom without credentials names stack.setConfig in an inline program of the Automation API", async () => {
    configure({});
    const before = process.env.PULUMI_CONFIG;
    try {
      delete process.env.PULUMI_CONFIG;
      const message =
        /enablex:appId is not set\. The envVars of an Automation API workspace reach the provider but not an inline program: call stack\.setConfig\("enablex:appId", …\), or set the environment variable ENABLEX_APP_ID/;
      await assert.rejects(getRooms(), message);
      await assert.rejects(settled(moderatorUrl(ID)), message);
      process.env.PULUMI_CONFIG = "{}";
      await assert.rejects(
        getRooms(),
        /enablex:appId is not set\. Run pulumi config set --secret enablex:appId/,
      );
    } finally {
      if (before === undefined) delete process.env.PULUMI_CONFIG;
      else process.env.PULUMI_CONFIG = before;
    }
  });
});
