import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Room, type RoomArgs } from "pulumi-enablex";
import { behindPulumi, roomsInState, stateText, withEngine } from "../support/engine";

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

  it("rooms respect transforms and ignoreChanges, and their secrets stay encrypted", () =>
    withEngine(async ({ stack, emulator, sandbox }) => {
      const url = "rtmps://stream.example/live/very-secret-key";
      let meetingUrl = "https://one.example.com";
      const dev = await stack("rooms", async () => {
        const decided = { quality: "HD", sip: { enabled: true }, meetingUrl: "https://two.example.com" };
        const transform: pulumi.ResourceTransform = async ({ props, opts }) => ({
          props: { ...props, ...decided },
          opts,
        });
        const transformation: pulumi.ResourceTransformation = ({ props, opts }) => ({
          props: { ...props, liveRecording: pulumi.secret({ url }) },
          opts,
        });
        const room = new Room("studio", { participants: 2 }, { transforms: [transform] });
        const live = new Room("live", { participants: 2 }, { transformations: [transformation] });
        const kept = new Room("kept", { participants: 2, meetingUrl }, { ignoreChanges: ["meetingUrl"] });
        return {
          join: room.participantUrl,
          host: room.moderatorUrl,
          quality: room.quality,
          pin: room.sipPin,
          live: live.liveRecording,
          kept: kept.participantUrl,
          keptOrigin: kept.meetingUrl,
        };
      });
      const { outputs } = await dev.up();
      const studio = emulator.rooms().find(({ name }) => name === "studio")!;
      const hash = Buffer.from(`${studio.room_id}-${emulator.appId}`).toString("base64");
      assert.equal(outputs.join?.value, `https://two.example.com/${studio.room_id}`);
      assert.equal(outputs.host?.value, `https://two.example.com/host/${hash}`);
      assert.equal(outputs.quality?.value, "HD");
      const { pin } = studio.sip as { pin: number };
      assert.deepEqual(outputs.pin, { value: String(pin), secret: true });
      assert.deepEqual(outputs.live, { value: { url }, secret: true });
      const state = await stateText(sandbox);
      for (const secret of [`"${pin}"`, hash, "very-secret-key"]) {
        assert.ok(!state.includes(secret), secret);
      }

      meetingUrl = "https://three.example.com";
      const again = await dev.up();
      assert.deepEqual(again.summary.resourceChanges, { same: 4 });
      assert.equal(again.outputs.keptOrigin?.value, "https://one.example.com");
      assert.equal(again.outputs.kept?.value, outputs.kept?.value);
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

  it("refresh shows drift of a room, and the next up fixes it", () =>
    withEngine(async ({ stack, emulator }) => {
      const dev = await stack("rooms", async () => {
        new Room("standup", { participants: 8, description: "Daily" });
      });
      await dev.up();
      const id = emulator.rooms()[0]?.room_id;
      await behindPulumi(emulator, "PATCH", `/rooms/${id}`, { settings: { participants: 3, knock: true } });
      assert.match((await dev.refresh()).stdout, /~ 1 updated/);
      const preview = await dev.preview({ diff: true });
      assert.match(preview.stdout, /~ participants: 3 => 8/);
      assert.doesNotMatch(preview.stdout, /knock/, "what the program does not give is no drift");
      await dev.up();
      assert.equal(emulator.rooms()[0]?.settings.participants, "8");
    }));

  it("refresh removes a deleted room from the state, and the next up creates it again", () =>
    withEngine(async ({ stack, emulator }) => {
      const dev = await stack("rooms", async () => {
        new Room("standup", { participants: 8 });
      });
      await dev.up();
      await behindPulumi(emulator, "DELETE", `/rooms/${emulator.rooms()[0]?.room_id}`);
      const refreshed = await dev.refresh();
      assert.equal(refreshed.summary.resourceChanges?.delete, 1);
      assert.match(refreshed.stdout, /no longer exists/);
      await dev.up();
      assert.equal(emulator.rooms().length, 1);
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

  it("inputs that may contain a stream key stay secret", () =>
    withEngine(async ({ stack, emulator, sandbox }) => {
      const url = "rtmps://stream.example/live/very-secret-key";
      const dev = await stack("rooms", async () => {
        const room = new Room("studio", {
          participants: 2,
          liveRecording: { autoRecording: true, url },
          sip: { enabled: true },
        });
        return { pin: room.sipPin, dial: room.sipMeetingId, live: room.liveRecording };
      });
      const { outputs, stdout } = await dev.up();
      const { pin } = (emulator.rooms()[0]?.sip ?? {}) as { pin: number };
      assert.deepEqual(outputs.pin, { value: String(pin), secret: true });
      assert.equal(outputs.dial?.secret, false);
      assert.equal(outputs.live?.secret, true);
      assert.ok(!stdout.includes("very-secret-key"));
      const state = await stateText(sandbox);
      assert.ok(!state.includes("very-secret-key"));
      assert.ok(!state.includes(`"${pin}"`));
      assert.equal((await roomsInState(dev)).length, 1);
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
