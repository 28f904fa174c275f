import assert from "node:assert/strict";
import { check, configure, diff } from "../../provider/dynamic";
import { linksOf } from "../../provider/room/links";
import { providerText } from "../../sdk/provider-text";

const roomId = "60af1c2e5f8b9a0012345678";
const account = { appId: "5f9e8d7c6b5a493827160504", meetingUrl: "https://meet.example.com" };
const config: Record<string, string> = {
  "enablex:appId": account.appId,
  "enablex:appKey": "k",
  "enablex:meetingUrl": account.meetingUrl,
};

describe("diff of the dynamic form", () => {
  let inputs: Record<string, unknown>;
  let state: Record<string, unknown>;

  beforeEach(async () => {
    configure({ config: { get: (key) => config[key] } });
    const given = { participants: 8, declaredAs: "rooms/dev/standup", __provider: providerText };
    inputs = { ...(await check({}, given)).inputs, __provider: providerText };
    state = { ...inputs, roomId, created: "2026-11-24T09:00:00.000Z", ...linksOf(account, roomId) };
  });

  const changesTo = async (news: Record<string, unknown>, olds: Record<string, unknown> = {}) => {
    const { changes, replaces } = await diff(roomId, { ...state, ...olds }, { ...inputs, ...news });
    return { changes, replaces };
  };

  it("lets the engine determine which inputs differ, for replaceOnChanges", async () => {
    assert.deepEqual(await changesTo({ participants: 9 }), { changes: undefined, replaces: [] });
    assert.deepEqual(await changesTo({ mode: "lecture" }), { changes: undefined, replaces: ["mode"] });
    const moved = { participantUrl: "https://old.example.com/x" };
    assert.deepEqual(await changesTo({ participants: 9 }, moved), { changes: undefined, replaces: [] });
  });

  it("reports what the engine cannot see in the inputs: links, and an old provider text", async () => {
    assert.deepEqual(await changesTo({}), { changes: false, replaces: [] });
    const moved = { participantUrl: "https://old.example.com/x" };
    assert.deepEqual(await changesTo({}, moved), { changes: true, replaces: [] });
    assert.deepEqual(await changesTo({}, { __provider: undefined }), { changes: true, replaces: [] });
  });

  it("ignores another spelling of the same value", async () => {
    assert.deepEqual(await changesTo({ participants: "8", description: "" }), {
      changes: false,
      replaces: [],
    });
  });
});
