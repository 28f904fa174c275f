import assert from "node:assert/strict";
import fc from "fast-check";
import { findAccount, findApiAccess, findLinkBase } from "../../../provider/config/account";
import { parseAccounts } from "../../../provider/config/accounts";
import { type ConfigKey, configKeys, withEnvironment } from "../../../provider/config/keys";
import { readLimits } from "../../../provider/config/limits";
import type { Problem } from "../../../provider/config/problem";

const good: Partial<Record<ConfigKey, string>> = {
  appId: "5f9e8d7c6b5a493827160504",
  appKey: "AKeyOf36LettersAndDigits000000000000",
  subdomain: "acme",
};
const find = (config: Partial<Record<ConfigKey, string>>, name?: string, meetingUrl?: string) =>
  findAccount((key) => config[key], name, meetingUrl);
const messages = (config: Partial<Record<ConfigKey, string>>, name?: string) =>
  textOf(find({ ...good, ...config }, name).problems);
const textOf = (problems: Problem[]) => problems.map(({ message }) => message).join("\n");
/** The parts of problems by which code decides. */
const factsOf = (problems: Problem[]) => problems.map(({ message, reason, ...facts }) => facts);

describe("configuration", () => {
  it("prefers the stack, then the environment, then the default", () => {
    const env = Object.fromEntries(
      Object.values(configKeys).map(({ variable: name }) => [name, `of ${name}`]),
    );
    const read = withEnvironment(
      (key) => (key === "appId" ? "of the stack" : key === "edition" ? "" : undefined),
      env,
    );
    assert.equal(read("appId"), "of the stack");
    assert.equal(read("edition"), "of ENABLEX_EDITION");
    for (const [key, { variable: name }] of Object.entries(configKeys)) {
      if (key !== "appId") assert.equal(read(key as ConfigKey), `of ${name}`);
    }
    assert.equal(withEnvironment(() => undefined, {})("platform"), undefined);
  });

  const accounts: [string, Partial<Record<ConfigKey, string>>, string, string][] = [
    ["EnableX, premium", {}, "https://api.enablex.io/video/v1", "https://acme.yourvideo.live"],
    ["EnableX, lite", { edition: "lite" }, "https://api.enablex.io/video/v1", "https://acme.yourvideo.app"],
    [
      "Smartflo Meet",
      { platform: "smartfloMeet" },
      "https://api.smartflomeet.ttns.in/video/v1",
      "https://acme.yourvideo.live",
    ],
    [
      "another platform",
      { apiUrl: "https://api.videoiq.airtel.in/v1/" },
      "https://api.videoiq.airtel.in/v1",
      "https://acme.yourvideo.live",
    ],
    [
      "links of one's own domain",
      { meetingUrl: "https://meet.example.com/", subdomain: undefined },
      "https://api.enablex.io/video/v1",
      "https://meet.example.com",
    ],
    [
      "the emulator",
      { apiUrl: "http://127.0.0.1:8080/video/v1", meetingUrl: "http://localhost:8080" },
      "http://127.0.0.1:8080/video/v1",
      "http://localhost:8080",
    ],
  ];
  for (const [name, config, apiUrl, meetingUrl] of accounts) {
    it(`determines the API and the links of ${name}`, () => {
      assert.deepEqual(find({ ...good, ...config }), {
        account: { name: undefined, appId: good.appId, appKey: good.appKey, apiUrl, meetingUrl },
        problems: [],
      });
    });
  }

  it("prefers a room's own origin of links", () => {
    const { account, problems } = find(
      { ...good, subdomain: undefined },
      undefined,
      "https://own.example.com/",
    );
    assert.equal(account.meetingUrl, "https://own.example.com");
    assert.deepEqual(problems, []);
  });

  it("reports every missing key, with its variable and where to find the value", () => {
    const { problems } = find({});
    for (const key of ["appId", "appKey", "subdomain"] as const) {
      const { kind, message } = problems.find((each) => each.key === key)!;
      assert.equal(kind, "missing");
      for (const word of [
        `enablex:${key}`,
        configKeys[key].variable,
        "pulumi config set",
        "portal.enablex.io",
      ])
        assert.ok(message.includes(word));
      assert.equal(message.includes("--secret"), key !== "subdomain");
    }
    assert.match(textOf(find({ platform: "smartfloMeet" }).problems), /portal\.smartflomeet\.ttns\.in/);
  });

  const malformed: [Partial<Record<ConfigKey, string>>, RegExp][] = [
    [{ appId: "not-an-id" }, /enablex:appId is not an App ID, which has 24 hexadecimal digits/],
    [{ appKey: "a key" }, /enablex:appKey contains a space/],
    [{ platform: "enablx" }, /enablx is not one of enablex, smartfloMeet; did you mean enablex\?/],
    [{ platform: "constructor" }, /constructor is not one of/],
    [{ edition: "lit" }, /lit is not one of premium, lite; did you mean lite\?/],
    [{ edition: "constructor" }, /constructor is not one of premium, lite$/],
    [{ subdomain: "acme.yourvideo.live" }, /is not a subdomain; write only acme/],
    [{ apiUrl: "http://api.enablex.io/video/v1" }, /enablex:apiUrl: .*plain http, which is refused/],
    [{ apiUrl: "api.enablex.io" }, /enablex:apiUrl: api\.enablex\.io is not a URL/],
    [{ apiUrl: "ftp://api.enablex.io" }, /is not an https URL/],
    [{ meetingUrl: "https://meet.example.com?x=1" }, /enablex:meetingUrl: .*query/],
    [{ meetingUrl: "https://user:pass@meet.example.com" }, /contains a user name or password/],
    [{ meetingUrl: " https://meet.example.com" }, /is not a URL/],
    [{ meetingUrl: "https:meet.example.com" }, /is not a URL/],
  ];
  for (const [config, reason] of malformed) {
    it(`rejects ${JSON.stringify(config)}`, () => {
      const { problems } = find({ ...good, ...config });
      assert.match(textOf(problems), reason);
      assert.deepEqual(
        problems.map(({ key, account, kind }) => ({ key, account, kind })),
        [{ key: Object.keys(config)[0], account: undefined, kind: "invalid" }],
      );
    });
  }

  it("suggests the most similar value", () => {
    const cases: [Partial<Record<ConfigKey, string>>, string | undefined][] = [
      [{ platform: "enablx" }, "enablex"],
      [{ platform: "zoom" }, undefined],
      [{ edition: "lit" }, "lite"],
      [{ apiUrl: "api.enablex.io/v1" }, "https://api.enablex.io/v1"],
      [{ meetingUrl: "localhost:8080" }, "http://localhost:8080"],
      [{ apiUrl: "api.enablex.io/$(id)" }, undefined],
      [{ meetingUrl: "ftp://meet.example.com" }, undefined],
    ];
    for (const [config, suggestion] of cases)
      assert.equal(find({ ...good, ...config }).problems[0]!.suggestion, suggestion);
  });

  it("never quotes a credential", () => {
    const secret = fc.stringMatching(/^[ -~]{8,40}$/);
    fc.assert(
      fc.property(secret, secret, (appId, appKey) => {
        const config = {
          appId: `${appId} `,
          appKey: `${appKey} `,
          accounts: `{"a": {"appId": ${JSON.stringify(appKey)}, "appKey": 1}}`,
        };
        for (const name of [undefined, "a", "b"]) {
          const said = messages(config, name);
          assert.ok(!said.includes(appId) && !said.includes(appKey), said);
        }
      }),
    );
  });
});

describe("part of an account", () => {
  const reader = (config: Partial<Record<ConfigKey, string>>) => (key: ConfigKey) => config[key];
  const { appId, appKey, subdomain } = good;

  it("is complete for requests without a subdomain", () => {
    const apiUrl = "https://api.example.com";
    assert.deepEqual(findApiAccess(reader({ appId, appKey, apiUrl, edition: "none" })), {
      account: { name: undefined, appId, appKey, apiUrl },
      problems: [],
    });
    assert.deepEqual(factsOf(findApiAccess(reader({ apiUrl: "none" })).problems), [
      { key: "appId", kind: "missing" },
      { key: "appKey", kind: "missing" },
      { key: "apiUrl", kind: "invalid", suggestion: "https://none" },
    ]);
  });

  it("is complete for links without an App Key", () => {
    assert.deepEqual(findLinkBase(reader({ appId, subdomain, apiUrl: "none", platform: "none" })), {
      account: { name: undefined, appId, meetingUrl: "https://acme.yourvideo.live" },
      problems: [],
    });
    assert.deepEqual(factsOf(findLinkBase(reader({})).problems), [
      { key: "appId", kind: "missing" },
      { key: "subdomain", kind: "missing" },
    ]);
  });

  it("is read from a named account, which is reported once if it does not exist", () => {
    const accounts = JSON.stringify({ other: { appId, appKey: "Other" } });
    assert.equal(findApiAccess(reader({ accounts }), "other").account.appKey, "Other");
    for (const find of [findApiAccess, findLinkBase])
      assert.deepEqual(find(reader({ accounts }), "none").problems.length, 1);
  });
});

describe("credential under the wrong key", () => {
  const { appId, appKey } = good;
  const keys = ["platform", "edition", "apiUrl", "meetingUrl", "subdomain", "maxInFlight", "busyTimeout"];
  for (const key of keys) {
    it(`is not quoted: ${key}`, () => {
      for (const credential of [appId, appKey]) {
        const config = { ...good, subdomain: undefined, [key]: credential };
        const limits = readLimits((each) => config[each]).problems;
        const said = textOf([...find(config).problems, ...limits]);
        assert.match(said, new RegExp(`enablex:${key}.*looks like an App ID or App Key`));
        assert.ok(!said.includes(credential!), said);
      }
    });
  }
});

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

describe("limits", () => {
  const limits = (config: Partial<Record<ConfigKey, string>>) => readLimits((key) => config[key]);

  it("have the documented defaults", () => {
    assert.deepEqual(limits({}), {
      limits: { requestsPerSecond: undefined, maxInFlight: 8, busyTimeout: 300 },
      problems: [],
    });
  });

  it("are parsed from strings", () => {
    const set = { requestsPerSecond: "0.5", maxInFlight: "20", busyTimeout: "1.5h" };
    assert.deepEqual(limits(set).limits, { requestsPerSecond: 0.5, maxInFlight: 20, busyTimeout: 5_400 });
    assert.equal(limits({ busyTimeout: "0s" }).limits.busyTimeout, 0);
  });

  it("are rejected if they are not a number or a duration", () => {
    for (const value of ["0", "0.05", "-1", "many", "Infinity", "1.5.2"]) {
      assert.match(
        textOf(limits({ requestsPerSecond: value }).problems),
        /enablex:requestsPerSecond: .* is not a number of at least 0\.1/,
      );
    }
    for (const value of ["0", "2.5", "x"]) {
      const [problem, ...more] = limits({ maxInFlight: value }).problems;
      assert.deepEqual([problem?.key, problem?.kind, more], ["maxInFlight", "invalid", []]);
    }
    for (const value of ["300", "5 minutes", "-1m", "m"]) {
      assert.match(textOf(limits({ busyTimeout: value }).problems), /write 90s, 10m or 1h/);
    }
  });
});

describe("App ID", () => {
  it("is converted to lower case", () => {
    assert.equal(find({ ...good, appId: good.appId!.toUpperCase() }).account.appId, good.appId);
  });

  it("is not quoted if it was read as a number, and needs quotes", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{23}$/), (digits) => {
        assert.equal(messages({ appId: digits }), "");
        const said = messages({ appId: JSON.stringify(Number(digits)) });
        assert.match(said, /^enablex:appId was read as a number, because .*; write it in quotes$/);
        assert.doesNotMatch(said, /\d/);
      }),
    );
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
