import assert from "node:assert/strict";
import fc from "fast-check";
import { mask, maskValues } from "../../../provider/api/mask";
import { moderatorLink } from "../../../provider/room/links";

const secrets = { appId: "5f9e8d7c6b5a493827160504", appKey: "AKeyOf36LettersAndDigits000000000000" };
const token = Buffer.from(`${secrets.appId}:${secrets.appKey}`).toString("base64");

describe("a text that is shown", () => {
  it("holds no credential, no Basic token and no moderator link, wherever they stand", () => {
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

  it("is left as it is otherwise, also with a credential that is empty", () => {
    assert.equal(mask("Room 60af1c2e5f8b9a0012345678", secrets), "Room 60af1c2e5f8b9a0012345678");
    assert.equal(mask("plain", { appId: "", appKey: "" }), "plain");
  });

  it("repeats nothing of a room's data and of its live stream", () => {
    const body = {
      name: "standup",
      data: { salary: { deep: ["ninety-thousand", 31415] } },
      settings: { participants: "2000", live_recording: { url: "rtmp://live/key" } },
    };
    const said = "Invalid value 2000, ninety-thousand, 31415, rtmp://live/key of standup";
    assert.equal(maskValues(said, body), "Invalid value 2000, [hidden], [hidden], [hidden] of standup");
    assert.equal(maskValues(said, undefined), said);
  });
});
