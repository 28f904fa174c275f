import assert from "node:assert/strict";
import fc from "fast-check";
import { findApiAccess, findLinkBase } from "../../../provider/config/account";
import { type ConfigKey, configKeys, withEnvironment } from "../../../provider/config/keys";
import { readLimits } from "../../../provider/config/limits";
import { factsOf, find, good, messages, textOf } from "./settings";

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
