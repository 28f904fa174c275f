import assert from "node:assert/strict";
import fc from "fast-check";
import { mask, maskValues } from "../../../provider/api/mask";
import { moderatorLink } from "../../../provider/room/links";

const secrets = { appId: "5f9e8d7c6b5a493827160504", appKey: "AKeyOf36LettersAndDigits000000000000" };
const token = Buffer.from(`${secrets.appId}:${secrets.appKey}`).toString("base64");

describe("masking", () => {
  it("removes credentials, the Basic token and moderator links anywhere in a text", () => {
    const link = moderatorLink("https://acme.yourvideo.live", "60af1c2e5f8b9a0012345678", secrets.appId);
    const leaks = [secrets.appId, secrets.appKey, token, link.slice(link.lastIndexOf("/") + 1)];
    const text = fc.array(fc.oneof(fc.string(), fc.constantFrom(...leaks.slice(0, 3), link)));
    fc.assert(
      fc.property(text, (parts) => {
        const shown = mask(parts.join(" "), secrets);
        for (const leak of leaks) assert.ok(!shown.includes(leak), shown);
      }),
    );
  });

  it("does not change other texts, even if a credential is empty", () => {
    assert.equal(mask("Room 60af1c2e5f8b9a0012345678", secrets), "Room 60af1c2e5f8b9a0012345678");
    assert.equal(mask("plain", { appId: "", appKey: "" }), "plain");
  });

  it("removes a room's data, texts, live stream and settings that have no input", () => {
    const hidden = {
      data: { salary: { deep: ["ninety-thousand", 31415] } },
      name: "Board meeting",
      owner_ref: "office-12",
      settings: {
        description: "Merger with Acme",
        billing_code: "B-4711",
        hls_view_url: "https://view.example",
        live_recording: { url: "rtmp://live/key" },
        new_setting: { deep: ["token-of-ours", 27182] },
      },
    };
    const shown = {
      settings: {
        participants: "2000",
        mode: "lecture",
        scheduled_time: "2030-12-01 03:30:00",
        duration: 1440,
        audiences: 5000,
        media_zone: "europe",
        role_based_recording: { moderator: "audiovideo" },
        live_transcription: { language: "english" },
      },
    };
    const body = { ...hidden, settings: { ...hidden.settings, ...shown.settings } };
    const leaves = (value: unknown): unknown[] =>
      typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [value];
    for (const secret of leaves(hidden)) {
      assert.equal(maskValues(`Invalid value ${secret}.`, body), "Invalid value [hidden].");
    }
    for (const value of leaves(shown)) {
      assert.equal(maskValues(`Invalid value ${value}.`, body), `Invalid value ${value}.`);
    }
    assert.equal(maskValues("Invalid value 2000", undefined), "Invalid value 2000");
  });

  it("removes an App ID in upper or lower case", () => {
    const capitals = secrets.appId.toUpperCase();
    assert.equal(mask(`App ${capitals}`, secrets), "App [hidden]");
    assert.equal(mask(`App ${secrets.appId}`, { ...secrets, appId: capitals }), "App [hidden]");
  });

  it("keeps words of up to three letters", () => {
    assert.equal(maskValues("the room", { name: "the" }), "the room");
    assert.equal(maskValues("the room", { name: "room" }), "the [hidden]");
  });

  it("removes the longer of two values if one contains the other", () => {
    const body = { data: { a: "token", b: "token-of-ours" } };
    assert.equal(maskValues("Invalid value token-of-ours.", body), "Invalid value [hidden].");
  });
});
