import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Room, type RoomArgs } from "pulumi-enablex";
import { behindPulumi, stateText, withEngine } from "../support/engine";

describe("engine: rooms", () => {
  it("rooms are previewed, created, unchanged by a second up, and destroyed", () =>
    withEngine(async ({ stack, emulator, sandbox }) => {
      const dev = await stack("rooms", async () => {
        const standup = new Room("standup", { participants: 8 });
        return { joinUrl: standup.participantUrl, hostUrl: standup.moderatorUrl, links: standup.links };
      });
      const preview = await dev.preview();
      assert.match(preview.stdout, /enablex:Room standup create/);
      assert.deepEqual(emulator.rooms(), [], "a preview makes nothing");

      const { outputs, stdout } = await dev.up();
      const [room] = emulator.rooms();
      assert.equal(outputs.joinUrl?.value, `${emulator.meetingUrl}/${room?.room_id}`);
      assert.equal(outputs.joinUrl?.secret, false);
      const hash = Buffer.from(`${room?.room_id}-${emulator.appId}`).toString("base64");
      assert.deepEqual(outputs.hostUrl, { value: `${emulator.meetingUrl}/host/${hash}`, secret: true });
      assert.equal(room?.name, "standup");
      assert.equal(room?.owner_ref, "rooms/dev/standup");
      assert.ok(!stdout.includes(hash), "a host link is not printed");

      emulator.clearRequests();
      assert.deepEqual((await dev.up()).summary.resourceChanges, { same: 2 });
      assert.deepEqual(emulator.requests, [], "an up without a change asks the API nothing");

      const state = await stateText(sandbox);
      assert.ok(state.includes(`${emulator.meetingUrl}/${room?.room_id}`), "the state was read");
      for (const secret of [emulator.appKey, emulator.appId, hash]) {
        assert.ok(
          !state.includes(secret),
          "the state holds neither credentials nor host links in plain text",
        );
      }
      await dev.destroy();
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("a room update keeps outputs known and sends only what changed", () =>
    withEngine(async ({ stack, emulator }) => {
      let participants = 8;
      const account = { appId: emulator.appId, appKey: emulator.appKey };
      const accounts = { value: JSON.stringify({ north: account }), secret: true };
      const dev = await stack(
        "rooms",
        async () => {
          const room = new Room("standup", { participants, quality: "HD" });
          const own = { account: "north", meetingUrl: "https://meet.example.com" };
          const other = new Room("other", { participants: 2, description: `for ${participants}`, ...own });
          const known = pulumi.all([room.participantUrl, room.quality, room.description, room.sipPin]);
          return {
            joinUrl: room.participantUrl,
            known: known.apply((values) => `page of ${values}`),
            otherUrl: other.participantUrl,
            otherHost: other.moderatorUrl,
            otherKnown: pulumi.all([other.participantUrl, other.account, other.quality]).apply(String),
          };
        },
        { "enablex:accounts": accounts },
      );
      const { outputs } = await dev.up();
      const [room, other] = ["standup", "other"].map(
        (name) => emulator.rooms().find((each) => each.name === name)?.room_id,
      );
      assert.equal(outputs.known?.value, `page of ${emulator.meetingUrl}/${room},HD,,`);
      assert.equal(outputs.otherUrl?.value, `https://meet.example.com/${other}`);
      participants = 9;
      const preview = await dev.preview({ diff: true });
      assert.match(preview.stdout, /~ participants: 8 => 9/);
      assert.doesNotMatch(
        preview.stdout,
        /\[unknown\]|output<string>|page of|meet\.example/,
        "no output changes",
      );

      emulator.clearRequests();
      await dev.up();
      const patches = emulator.requests.filter(({ method }) => method === "PATCH");
      assert.deepEqual(patches.map(({ body }) => body).sort(byText), [
        { settings: { description: "for 9" } },
        { settings: { participants: "9" } },
      ]);
      assert.equal(emulator.requests.length, 6, "for each room: whose it is, the change, how it is then");
    }));

  it("replaceOnChanges replaces a room for its input and for no other", () =>
    withEngine(async ({ stack, emulator }) => {
      let args: RoomArgs = { participants: 8, description: "Daily", liveRecording: { url: "rtmps://a/key" } };
      const dev = await stack("rooms", async () => {
        new Room("studio", args, { replaceOnChanges: ["description", "liveRecording"] });
        new Room("any", { participants: 2 }, { replaceOnChanges: ["*"] });
      });
      await dev.up();
      const ids = () => emulator.rooms().map(({ room_id }) => room_id);
      const before = ids();
      await dev.refresh();
      args = { ...args, participants: 9 };
      await dev.setConfig("enablex:meetingUrl", { value: "https://meet.example.com" });
      assert.deepEqual((await dev.up()).summary.resourceChanges, { same: 1, update: 2 });
      assert.deepEqual(ids(), before, "neither participants nor links replace a room");

      args = { ...args, description: "Weekly" };
      const preview = await dev.preview({ diff: true });
      assert.match(preview.stdout, /~ description: "Daily" => "Weekly"/);
      assert.deepEqual((await dev.up()).summary.resourceChanges, { same: 2, replace: 1 });
      assert.equal(ids().filter((id) => before.includes(id)).length, 1);
    }));

  it("a change that the API does not support replaces a room, creating the new one first", () =>
    withEngine(async ({ stack, emulator }) => {
      let mode: "group" | "lecture" = "group";
      const dev = await stack("rooms", async () => {
        new Room("class", { participants: 30, mode });
      });
      await dev.up();
      const [before] = emulator.rooms();
      mode = "lecture";
      emulator.clearRequests();
      const { summary } = await dev.up();
      assert.equal(summary.resourceChanges?.replace, 1);
      assert.deepEqual(
        emulator.requests.map(({ method }) => method),
        ["POST", "GET", "DELETE"],
      );
      assert.notEqual(emulator.rooms()[0]?.room_id, before?.room_id);
    }));

  it("renaming a resource with an alias keeps the room, its name and its marker", () =>
    withEngine(async ({ stack, emulator }) => {
      let name = "standup";
      const dev = await stack("rooms", async () => {
        new Room(name, { participants: 8 }, { aliases: [{ name: "standup" }] });
      });
      await dev.up();
      const before = emulator.rooms();
      name = "daily";
      emulator.clearRequests();
      assert.deepEqual((await dev.up()).summary.resourceChanges, { same: 2 });
      assert.deepEqual(emulator.requests, []);
      assert.deepEqual(emulator.rooms(), before);
    }));

  it("Room.get reads a room and fails for one that does not exist", () =>
    withEngine(async ({ stack, emulator }) => {
      const made = await behindPulumi(emulator, "POST", "/rooms", {
        name: "Lobby",
        owner_ref: "desk",
        settings: { participants: 5, moderators: 2 },
      });
      let id: string = made.room.room_id;
      const dev = await stack("reader", async () => {
        const lobby = Room.get("lobby", id);
        return pulumi.output({ name: lobby.name, join: lobby.participantUrl, seats: lobby.participants });
      });
      const { outputs } = await dev.up();
      assert.equal(outputs.name?.value, "Lobby");
      assert.equal(outputs.seats?.value, 5);
      assert.equal(outputs.join?.value, `${emulator.meetingUrl}/${id}`);
      await dev.destroy();
      assert.equal(emulator.rooms().length, 1, "a room that is only read is never deleted");

      id = "60af1c2e5f8b9a0012345678";
      await assert.rejects(dev.up(), /Room 60af1c2e5f8b9a0012345678 does not exist/);
    }));
});

const byText = (one: unknown, other: unknown) => JSON.stringify(one).localeCompare(JSON.stringify(other));
