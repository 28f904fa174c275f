import assert from "node:assert/strict";
import { secret, UNKNOWN, urnOf } from "./protocol";
import { withPlugin } from "./start";

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
  it("gives back what it got, credentials as secrets, and nothing of the environment", () =>
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

  it("is content with the environment alone, and with accounts alone", async () => {
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

  it("names each missing key, its variable, and how a stack and a provider get it", () =>
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

  it("names all that is malformed at once, wherever it came from, without a credential", () =>
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

  it("looks into the accounts", () =>
    withPlugin({ env }, async (provider) => {
      const { failures } = await provider.checkConfig({ accounts: { eu: { appId, appKey: "k k" } } });
      assert.match(failures[0]!.reason, /^enablex:accounts, eu\.appKey/);
      const noJson = await provider.checkConfig({ accounts: "{" });
      assert.match(noJson.failures[0]!.reason, /^enablex:accounts is not JSON/);
    }));

  it("waits for what is not known yet", () =>
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
  it("sees none between equal configurations, in whatever form they come", () =>
    withPlugin({}, async (provider) => {
      const accounts = { eu: credentials };
      const olds = { ...credentials, maxInFlight: "4", accounts: JSON.stringify(accounts) };
      const none = await provider.diffConfig(olds, { ...credentials, maxInFlight: 4, accounts });
      assert.deepEqual(none, { changes: false, isUnknown: false, diffs: [], replaces: [], kinds: {} });
    }));

  it("sees some, and never a replacement, in a new key, a new project and an unknown value", () =>
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

  it("knows the configuration of the dynamic provider's host, which holds the whole stack's", () =>
    withPlugin({}, async (provider) => {
      const host = { "enablex:appId": appId, "enablex:appKey": appKey, "aws:region": "eu-central-1" };
      assert.equal((await provider.diffConfig(host, credentials)).changes, false);
      assert.deepEqual((await provider.diffConfig(host, { appId, appKey: "rotated" })).diffs, ["appKey"]);
    }));
});

describe("plugin: Configure", () => {
  it("takes arguments before the environment, and secrets out of their wrapping", () =>
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

  it("fails without credentials, with what to do", () =>
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

  it("lets a room name an account where there is no other", () =>
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
