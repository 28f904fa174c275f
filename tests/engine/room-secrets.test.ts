import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Room } from "pulumi-enablex";
import { roomsInState, stateText, withEngine } from "../support/engine";

describe("engine: secrets of rooms", () => {
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
});
