import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { embedHtml, getRooms, joinUrl, moderatorUrl, Room, roomLinks } from "pulumi-enablex";
import { failureOf, withEngine } from "../support/engine";

describe("engine: two stacks", () => {
  it("links shared by a stack reference: moderator links stay secret, participant links stay plain", () =>
    withEngine(async ({ stack, emulator }) => {
      const rooms = await stack("rooms", async () => {
        const one = new Room("standup", { participants: 8 });
        const two = new Room("math-101", { participants: 30 });
        return { standup: one.links, classes: { standup: one.links, "math-101": two.links } };
      });
      await rooms.up();
      const website = await stack("website", async () => {
        const from = new pulumi.StackReference("organization/rooms/dev");
        const standup = roomLinks(from, "standup");
        const maths = roomLinks(from, "classes")["math-101"]!;
        return {
          page: embedHtml(standup.participantUrl, { title: 'The "stand-up"' }),
          host: standup.moderatorUrl,
          alice: joinUrl(maths.participantUrl, {
            name: "Alice B",
            landing: false,
            lobbyImg1: "https://a.b/c",
          }),
          mathsHost: maths.moderatorUrl,
          names: roomLinks(from, "classes").apply((classes) => Object.keys(classes as object)),
        };
      });
      const { outputs } = await website.up();
      const ids = Object.fromEntries(emulator.rooms().map((room) => [room.name, room.room_id]));
      const origin = emulator.meetingUrl;
      assert.equal(
        outputs.page?.value,
        `<iframe allow="camera; microphone; fullscreen; speaker; display-capture" src="${origin}/${ids.standup}" ` +
          'title="The &#34;stand-up&#34;" width="100%" height="100%" border="0"></iframe>',
      );
      assert.equal(outputs.page?.secret, false);
      assert.equal(
        outputs.alice?.value,
        `${origin}/${ids["math-101"]}?name=Alice%20B&landing=no&lobby_img_1=https%3A%2F%2Fa.b%2Fc`,
      );
      assert.equal(outputs.alice?.secret, false);
      for (const name of ["host", "mathsHost"]) {
        assert.equal(outputs[name]?.secret, true);
        assert.match(outputs[name]?.value, new RegExp(`^${origin}/host/`));
      }
      assert.deepEqual(outputs.names?.value.sort(), ["math-101", "standup"]);
    }));

  it("two stacks that run at once on one account create and delete only their own rooms", () =>
    withEngine(async ({ stack, emulator }) => {
      const programs = ["north", "south"].map((name) => async () => {
        for (let i = 0; i < 20; i++) new Room(`class-${i}`, { participants: 30, name: `Class ${i}` });
        return { name };
      });
      const stacks = await Promise.all(["north", "south"].map((name, i) => stack(name, programs[i]!)));
      await Promise.all(stacks.map((each) => each.up()));
      assert.equal(emulator.rooms().length, 40);
      assert.equal(new Set(emulator.rooms().map(({ owner_ref }) => owner_ref)).size, 40);
      await Promise.all(stacks.map((each) => each.refresh()));
      await stacks[0]!.destroy();
      assert.ok(emulator.rooms().every(({ owner_ref }) => String(owner_ref).startsWith("south/dev/")));
      assert.deepEqual((await stacks[1]!.up()).summary.resourceChanges, { same: 21 });
    }));

  it("roomLinks names the output if the other stack exports no links", () =>
    withEngine(async ({ stack }) => {
      const rooms = await stack("rooms", async () => ({ text: "no links" }));
      await rooms.up();
      let output = "standup";
      const website = await stack("website", async () => {
        return {
          join: roomLinks(new pulumi.StackReference("organization/rooms/dev"), output).participantUrl,
        };
      });
      const missing = await failureOf(website.preview());
      assert.match(missing, /The output standup of the stack organization\/rooms\/dev does not exist/);
      output = "text";
      assert.match(await failureOf(website.preview()), /text of the stack .* has no participantUrl/);
    }));

  it("getRooms reads rooms of another stack without moderator links", () =>
    withEngine(async ({ stack, emulator }) => {
      const rooms = await stack("rooms", async () => {
        new Room("standup", { participants: 8, ownerRef: "it" });
        new Room("lobby", { participants: 3, ownerRef: "desk" });
      });
      await rooms.up();
      const reader = await stack("reader", async () => {
        const [standup] = await getRooms({ ownerRef: "it" });
        return { standup, host: moderatorUrl(standup!.roomId) };
      });
      const { outputs } = await reader.up();
      const id = emulator.rooms().find(({ name }) => name === "standup")?.room_id;
      assert.equal(outputs.standup?.value.roomId, id);
      assert.equal(outputs.standup?.value.participants, 8);
      assert.ok(!JSON.stringify(outputs.standup).includes("/host/"));
      assert.equal(outputs.host?.secret, true);
    }));
});
