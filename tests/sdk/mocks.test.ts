import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Room } from "../../sdk/index";
import { providerText } from "../../sdk/room";

const appId = "5f9e8d7c6b5a493827160504";
const id = "60af1c2e5f8b9a0012345678";
const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));

const configure = (config: Record<string, string>) =>
  pulumi.runtime.setAllConfig(config, Object.keys(config));

describe("a program with Pulumi's mocks", () => {
  const made: pulumi.runtime.MockResourceArgs[] = [];

  beforeEach(async () => {
    made.length = 0;
    await pulumi.runtime.setMocks(
      {
        newResource: (args) => {
          made.push(args);
          return { id, state: { ...args.inputs, created: "2026-11-24T09:00:00.000Z" } };
        },
        call: (args) => args.inputs,
      },
      "rooms",
      "test",
    );
  });
  afterEach(() => pulumi.runtime.setAllConfig({}));

  it("computes a room's links from its id and the configuration", async () => {
    configure({
      "enablex:appId": appId,
      "enablex:appKey": "k",
      "enablex:subdomain": "acme",
    });
    const room = new Room("standup", { participants: 8 });
    assert.equal(await resolved(room.roomId), id);
    assert.equal(await resolved(room.participantUrl), `https://acme.yourvideo.live/${id}`);
    // The verified example of the hash, from the API's documentation.
    assert.equal(
      await resolved(room.moderatorUrl),
      "https://acme.yourvideo.live/host/NjBhZjFjMmU1ZjhiOWEwMDEyMzQ1Njc4LTVmOWU4ZDdjNmI1YTQ5MzgyNzE2MDUwNA==",
    );
    assert.equal(await pulumi.isSecret(room.moderatorUrl), true);
    assert.equal(await pulumi.isSecret(room.participantUrl), false);
    assert.equal(await pulumi.isSecret(pulumi.output(room.links)), true);
    assert.equal(await resolved(room.participants), 8);
  });

  it("computes the links of a room with another account or its own meetingUrl", async () => {
    configure({
      "enablex:appId": appId,
      "enablex:subdomain": "acme",
      "enablex:accounts": JSON.stringify({
        north: { appId: "a".repeat(24), appKey: "k", subdomain: "north", edition: "lite" },
      }),
    });
    const north = new Room("n", { participants: 8, account: "north" });
    assert.equal(await resolved(north.participantUrl), `https://north.yourvideo.app/${id}`);
    const own = new Room("o", { participants: 8, meetingUrl: pulumi.output("https://meet.example.com/") });
    assert.equal(await resolved(own.participantUrl), `https://meet.example.com/${id}`);
  });

  it("without configuration, returns the links that its mocks return, if any", async () => {
    const room = new Room("standup", { participants: 8, participantUrl: "https://mock/x" } as never);
    assert.equal(await resolved(room.participantUrl), "https://mock/x");
    assert.equal(await resolved(room.moderatorUrl), undefined);
  });

  it("registers a room with the constant provider text and declaredAs", async () => {
    const room = new Room("standup", { participants: 8 });
    await resolved(room.urn);
    assert.equal(made[0]?.type, "pulumi-nodejs:dynamic/enablex:Room");
    assert.deepEqual(made[0]?.inputs, {
      participants: 8,
      declaredAs: "rooms/test/standup",
      __provider: providerText,
    });
    assert.equal(Room.isInstance(room), true);
    assert.equal(Room.isInstance(made), false);
  });
});

describe("the provider text in the state", () => {
  it("is the same as in every version, because states contain it, and refresh and delete run it", () => {
    assert.equal(providerText, 'exports.handler=()=>require("pulumi-enablex/dynamic")');
    assert.ok(Buffer.byteLength(providerText) <= 64);
  });

  it("loads the provider with all functions that the host calls", () => {
    const loaded = { exports: {} as { handler: () => Record<string, unknown> } };
    new Function("exports", "require", providerText)(loaded.exports, require);
    const provider = loaded.exports.handler();
    for (const method of ["configure", "check", "diff", "create", "read", "update", "delete"]) {
      assert.equal(typeof provider[method], "function", method);
    }
  });
});
