import assert from "node:assert/strict";
import { withPlugin } from "../support/plugin";
import { secret, UNKNOWN, urnOf } from "../support/protocol";

const appId = "5f9e8d7c6b5a493827160504";
const appKey = "EmulatorAppKeyForLocalUseOnly0000000";
const credentials = { appId, appKey };
const explicit = urnOf("eu", "pulumi:providers:enablex");
const env = {
  ENABLEX_APP_ID: appId,
  ENABLEX_APP_KEY: appKey,
  ENABLEX_SUBDOMAIN: "acme",
  ENABLEX_MAX_IN_FLIGHT: "4",
};

describe("plugin: CheckConfig", () => {
  it("returns its inputs with credentials as secrets, without values from the environment", () =>
    withPlugin({ env }, async (provider) => {
      const news = {
        appKey: "other",
        subdomain: "eu",
        maxInFlight: 2,
        version: "0.1.0",
        accounts: '{"a":{"appId":"5f9e8d7c6b5a493827160504","appKey":"k"}}',
      };
      const { inputs, failures } = await provider.checkConfig(news);
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { ...news, appKey: secret("other"), accounts: secret(news.accounts) });
    }));

  it("accepts the environment alone and accounts alone", async () => {
    await withPlugin({ env }, async (provider) => {
      assert.deepEqual(await provider.checkConfig({}), { inputs: {}, failures: [] });
    });
    await withPlugin({}, async (provider) => {
      const { failures } = await provider.checkConfig({
        accounts: { eu: { ...credentials, subdomain: "eu" } },
      });
      assert.deepEqual(failures, []);
    });
  });

  it("names each missing key, its variable, and how to set it for a stack or provider", () =>
    withPlugin({}, async (provider) => {
      const stack = await provider.checkConfig({});
      assert.deepEqual(
        stack.failures.map(({ reason }) => reason.slice(0, 78)),
        [
          "enablex:appId is not set. Run pulumi config set --secret enablex:appId, or set",
          "enablex:appKey is not set. Run pulumi config set --secret enablex:appKey, or s",
        ],
      );
      for (const { reason } of stack.failures)
        assert.match(reason, /ENABLEX_APP_(ID|KEY).*portal\.enablex\.io/);
      const { failures } = await provider.checkConfig({ appId }, explicit);
      assert.equal(failures.length, 1);
      assert.match(
        failures[0]!.reason,
        /Give the provider the argument appKey, or set the environment variable ENABLEX_APP_KEY/,
      );
    }));

  it("reports an invalid value once, at the key that has it, if named accounts inherit it", () =>
    withPlugin({}, async (provider) => {
      const accounts = { eu: credentials, us: { ...credentials, edition: "lit" } };
      const { failures } = await provider.checkConfig({ ...credentials, edition: "premum", accounts });
      assert.deepEqual(
        failures.map(({ reason }) => reason.replace(/:? .*/, "")),
        ["enablex:edition", "enablex:accounts,"],
      );
      assert.match(failures[1]!.reason, /us\.edition/);
    }));

  it("reports all malformed inputs and environment variables at once, without credentials", () =>
    withPlugin({ env: { ...env, ENABLEX_BUSY_TIMEOUT: "soon" } }, async (provider) => {
      const { failures } = await provider.checkConfig({
        appId: "abc-secret",
        platform: "enablx",
        apiUrl: "http://api.example.com",
        maxInFlight: "many",
      });
      const reasons = failures.map(({ reason }) => reason);
      assert.match(reasons.join("\n"), /did you mean enablex\?/);
      assert.match(reasons.join("\n"), /enablex:appId is not an App ID/);
      assert.match(reasons.join("\n"), /plain http/);
      assert.match(reasons.join("\n"), /maxInFlight: many/);
      assert.match(reasons.join("\n"), /busyTimeout: soon/);
      assert.equal(reasons.length, 5);
      assert.ok(!reasons.join("\n").includes("abc-secret"));
      // The engine prints the value of a property that is named.
      assert.ok(failures.every(({ property }) => property === ""));
    }));

  it("checks the accounts", () =>
    withPlugin({ env }, async (provider) => {
      const { failures } = await provider.checkConfig({ accounts: { eu: { appId, appKey: "k k" } } });
      assert.match(failures[0]!.reason, /^enablex:accounts, eu\.appKey/);
      const noJson = await provider.checkConfig({ accounts: "{" });
      assert.match(noJson.failures[0]!.reason, /^enablex:accounts is not JSON/);
    }));

  it("accepts values that are not known yet", () =>
    withPlugin({}, async (provider) => {
      const news = {
        appId: UNKNOWN,
        appKey: secret(UNKNOWN),
        meetingUrl: UNKNOWN,
        accounts: { eu: UNKNOWN },
      };
      const { inputs, failures } = await provider.checkConfig(news, explicit);
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { ...news, appId: secret(UNKNOWN), accounts: secret({ eu: UNKNOWN }) });
    }));
});

describe("plugin: DiffConfig", () => {
  it("reports no changes between equal configurations in text or typed form", () =>
    withPlugin({}, async (provider) => {
      const accounts = { eu: credentials };
      const olds = { ...credentials, maxInFlight: "4", accounts: JSON.stringify(accounts) };
      const none = await provider.diffConfig(olds, { ...credentials, maxInFlight: 4, accounts });
      assert.deepEqual(none, { changes: false, isUnknown: false, diffs: [], replaces: [], kinds: {} });
    }));

  it("reports a new key, a new project and an unknown value, but never a replacement", () =>
    withPlugin({}, async (provider) => {
      const olds = { ...credentials, subdomain: "acme", version: "0.1.0" };
      const news = { appId: "a".repeat(24), appKey: UNKNOWN, edition: "lite", version: "0.2.0" };
      assert.deepEqual(await provider.diffConfig(olds, news), {
        changes: true,
        isUnknown: false,
        diffs: ["appId", "appKey", "subdomain", "edition", "version"],
        replaces: [],
        kinds: { appId: "update", appKey: "update", subdomain: "delete", edition: "add", version: "update" },
      });
    }));

  it("reads its keys from the whole stack's configuration of the dynamic provider host", () =>
    withPlugin({}, async (provider) => {
      const host = { "enablex:appId": appId, "enablex:appKey": appKey, "aws:region": "eu-central-1" };
      assert.equal((await provider.diffConfig(host, credentials)).changes, false);
      assert.deepEqual((await provider.diffConfig(host, { appId, appKey: "rotated" })).diffs, ["appKey"]);
    }));
});

describe("plugin: Configure", () => {
  it("prefers arguments to the environment, and unwraps secrets", () =>
    withPlugin({ env: { ...env, ENABLEX_MEETING_URL: "https://env.example.com" } }, async (provider) => {
      await provider.configure({ appId: secret("a".repeat(24)), meetingUrl: "https://arg.example.com" });
      const { state } = await provider.create(
        urnOf("standup"),
        { participants: 2, adoptRoomId: "1".repeat(24) },
        { preview: true },
      );
      assert.equal(state.participantUrl, `https://arg.example.com/${"1".repeat(24)}`);
      const hash = Buffer.from(`${"1".repeat(24)}-${"a".repeat(24)}`).toString("base64");
      assert.deepEqual(state.moderatorUrl, secret(`https://arg.example.com/host/${hash}`));
    }));

  it("fails without credentials and says how to set them", () =>
    withPlugin({}, async (provider) => {
      await assert.rejects(provider.configure({ appId }), (error: any) => {
        assert.match(
          error.details,
          /^enablex:appKey is not set\. Run pulumi config set --secret enablex:appKey/,
        );
        return true;
      });
      await assert.rejects(provider.configure({ appId }, explicit), /Give the provider the argument appKey/);
      for (const [name, isEngines] of [
        ["default", true],
        ["default_0_1_0", true],
        ["default_0_1_0_alpha_1", true],
        ["default_0_1_0_git_/github_com/acme/rooms", true],
        ["default_https_/example_com", true],
        ["default_eu", false],
        ["default_0", false],
        ["defaults", false],
      ] as const) {
        const urn = urnOf(name, "pulumi:providers:enablex");
        const message = isEngines ? /pulumi config set/ : /Give the provider the argument appKey/;
        await assert.rejects(provider.configure({ appId }, urn), message, name);
      }
    }));

  it("accepts accounts alone if each room names one", () =>
    withPlugin({}, async (provider) => {
      await provider.configure({
        accounts: secret({ eu: { appId, appKey: secret(appKey), subdomain: "eu" } }),
      });
      const { failures } = await provider.check(urnOf("standup"), { participants: 2, account: "eu" });
      assert.deepEqual(failures, []);
      const own = await provider.check(urnOf("standup"), { participants: 2 });
      assert.match(own.failures[0]!.reason, /enablex:appId is not set/);
    }));
});
