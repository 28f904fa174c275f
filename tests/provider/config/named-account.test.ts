import assert from "node:assert/strict";
import { parseAccounts } from "../../../provider/config/accounts";
import type { ConfigKey } from "../../../provider/config/keys";
import { factsOf, find, good, messages } from "./settings";

describe("named account", () => {
  const own = { appId: "0000000000000000000000ff", appKey: "Other" };
  const named = (account: Record<string, unknown>, config: Partial<Record<ConfigKey, string>> = {}) =>
    find({ ...good, accounts: JSON.stringify({ other: { ...own, ...account } }), ...config }, "other");

  it("has its own credentials, and inherits the stack's platform and links", () => {
    assert.deepEqual(named({}, { platform: "smartfloMeet", edition: "lite" }), {
      account: {
        name: "other",
        ...own,
        apiUrl: "https://api.smartflomeet.ttns.in/video/v1",
        meetingUrl: "https://acme.yourvideo.app",
      },
      problems: [],
    });
  });

  it("does not inherit a platform or links that it sets itself", () => {
    const stack = {
      platform: "smartfloMeet",
      apiUrl: "https://api.example.com",
      meetingUrl: "https://meet.example.com",
    };
    assert.equal(named({ platform: "enablex" }, stack).account.apiUrl, "https://api.enablex.io/video/v1");
    assert.equal(named({ apiUrl: "https://x.example.com" }, stack).account.apiUrl, "https://x.example.com");
    assert.equal(named({ subdomain: "other" }, stack).account.meetingUrl, "https://other.yourvideo.live");
    assert.equal(
      named({ meetingUrl: "https://y.example.com" }, stack).account.meetingUrl,
      "https://y.example.com",
    );
    assert.equal(named({}, stack).account.meetingUrl, "https://meet.example.com");
  });

  it("is named with the key in each problem", () => {
    const cases: [string | undefined, RegExp][] = [
      [
        undefined,
        /enablex:accounts is not set; write all accounts to accounts\.json as .*pulumi config set --secret enablex:accounts < accounts\.json; or set ENABLEX_ACCOUNTS/,
      ],
      ["no json", /enablex:accounts is not JSON/],
      ["[]", /it is not an object/],
      ['{"others": {"appId": "a", "appKey": "b"}}', /has no account with that name; did you mean others\?/],
      ['{"other": {"appId": "a"}}', /other\.appKey is missing/],
      [
        '{"other": {"appId": "a", "appKey": "b", "appid": "c"}}',
        /other\.appid is unknown; did you mean appId\?/,
      ],
      ['{"other": {"appId": "a", "appKey": "b"}}', /enablex:accounts, other\.appId is not an App ID/],
      [
        '{"other": {"appId": "", "appKey": "b"}}',
        /enablex:accounts, other\.appId is not set; find the value in/,
      ],
    ];
    for (const [accounts, reason] of cases) assert.match(messages({ accounts }, "other"), reason);
    assert.match(messages({ accounts: "{}" }, "__proto__"), /has no account with that name/);
  });
});

describe("problem of a named account", () => {
  const own = { appId: "0000000000000000000000ff", appKey: "Other", subdomain: "acme" };
  const facts = (accounts: unknown) =>
    factsOf(find({ ...good, accounts: accounts as string }, "other").problems);

  it("has the account, the key, the kind and a suggestion", () => {
    const of = (account: Record<string, unknown>) => facts(JSON.stringify({ other: { ...own, ...account } }));
    const key = (name: ConfigKey) => ({ key: name, account: "other" });
    assert.deepEqual(of({ appKey: "" }), [{ ...key("appKey"), kind: "missing" }]);
    assert.deepEqual(of({ appId: "x" }), [{ ...key("appId"), kind: "invalid" }]);
    assert.deepEqual(of({ platform: "smartflo-meet" }), [
      { ...key("platform"), kind: "invalid", suggestion: "smartfloMeet" },
    ]);
  });

  it("distinguishes an unknown account from unreadable accounts", () => {
    assert.deepEqual(facts(undefined), [{ key: "accounts", kind: "missing" }]);
    assert.deepEqual(facts("{"), [{ key: "accounts", kind: "invalid" }]);
    assert.deepEqual(facts(JSON.stringify({ others: own })), [
      { key: "accounts", account: "other", kind: "unknownAccount", suggestion: "others" },
    ]);
    assert.deepEqual(facts("{}"), [{ key: "accounts", account: "other", kind: "unknownAccount" }]);
  });
});

describe("enablex:accounts", () => {
  it("is parsed once for all rooms, and again after a change", () => {
    const text = JSON.stringify({ eu: { appId: good.appId, appKey: "k" } });
    assert.equal(parseAccounts(text), parseAccounts(`${text}`));
    assert.deepEqual(Object.keys(parseAccounts(text.replace("eu", "us")).accounts), ["us"]);
    assert.deepEqual(Object.keys(parseAccounts(text).accounts), ["eu"]);
  });
});
