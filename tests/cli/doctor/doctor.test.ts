import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { reportText } from "../../../cli/doctor/report";
import { runChecks } from "../../../cli/doctor/run";
import { appId, appKey, onStack, pulumiError, type Setup, withProject } from "./project";
import { api, findingOf, problemLines, runDoctor } from "./run-doctor";

describe("doctor", () => {
  it("finds no problems in a correct setup, and prints the source of each value", () =>
    withProject(async (setup) => {
      setup.env = { ENABLEX_EDITION: "lite", ENABLEX_SUBDOMAIN: "other" };
      const findings = await runDoctor(setup);
      assert.deepEqual(problemLines(findings), []);
      const messages = Object.fromEntries(findings.map(({ check, message }) => [check, message]));
      assert.deepEqual(messages, {
        "Node.js": "20.20.2",
        "pulumi-enablex": `0.1.0, found from ${setup.folder}`,
        "@pulumi/pulumi": "3.259.0",
        Program: `in ${setup.folder}`,
        Pulumi: "3.259.0",
        Login: "alice, https://api.pulumi.com",
        Stack: "rooms/dev",
        Lock: "the stack is not locked",
        Configuration: "3 enablex keys are set on the stack",
        "enablex:appId": "…0504, from the stack, secret",
        "enablex:appKey": "set, from the stack, secret",
        "enablex:platform": "enablex, the default",
        "enablex:subdomain":
          "acme, from the stack, which takes precedence over another value in ENABLEX_SUBDOMAIN",
        "enablex:edition": "lite, from ENABLEX_EDITION",
        "Rooms API":
          "https://api.enablex.io/video/v1 accepts the credentials of …0504; 1 room, responded in 0 ms",
        Links: "https://acme.yourvideo.app, which exists",
        Clock: "within a second of the clock of api.enablex.io",
        Rooms: "1 room, managed by the installed code",
        State: "contains no credential in plain text",
      });
    }));

  it("lists the rooms of each account once, and sends no credentials elsewhere", () =>
    withProject(async (setup) => {
      const north = {
        appId: "a".repeat(24),
        appKey: "northern-key",
        platform: "smartfloMeet",
        subdomain: "north",
      };
      setup.config["enablex:accounts"] = onStack(JSON.stringify({ north }), true);
      setup.apiResponse = { status: 500, body: "" };
      setup.missingHosts = { "north.yourvideo.live": "ENOTFOUND" };
      const findings = await runDoctor(setup);
      const basic = (id: string, key: string) => `Basic ${Buffer.from(`${id}:${key}`).toString("base64")}`;
      assert.deepEqual(setup.requests, [
        { url: `${api}/rooms`, authorization: basic(appId, appKey) },
        {
          url: "https://api.smartflomeet.ttns.in/video/v1/rooms",
          authorization: basic(north.appId, north.appKey),
        },
      ]);
      assert.equal(findingOf(findings, "enablex:accounts")?.message, "north, from the stack, secret");
      assert.equal(findingOf(findings, "Rooms API, account north")?.status, "failure");
      assert.match(
        findingOf(findings, "Links, account north")?.fix ?? "",
        /^test -s accounts\.json && pulumi config set --secret enablex:accounts/,
      );
      assert.ok(!JSON.stringify(findings).includes("northern-key"));
    }));

  for (const [why, cause] of [
    ["plain http", (setup) => (setup.config["enablex:apiUrl"] = onStack("http://10.0.0.1/video/v1"))],
    ["an unknown platform", (setup) => (setup.config["enablex:platform"] = onStack("x"))],
    [
      "a stack's configuration that cannot be read",
      (setup) => {
        setup.pulumiOutput = { whoami: pulumiError("whoami", "no") };
        setup.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey };
      },
    ],
  ] satisfies [string, (setup: Setup) => unknown][]) {
    it(`sends no credentials if it finds ${why}`, () =>
      withProject(async (setup) => {
        cause(setup);
        assert.equal(findingOf(await runDoctor(setup), "Rooms API")?.status, "skipped");
        assert.deepEqual(setup.requests, []);
      }));
  }

  it("prints no credential and no moderator link, wherever they occur", () =>
    withProject(async (setup) => {
      setup.config["enablex:subdomain"] = onStack(appKey);
      setup.config["enablex:platform"] = onStack(appId);
      setup.config["enablex:edition"] = onStack(
        `https://a.b/host/${Buffer.from(`${appId}-${appId}`).toString("base64")}`,
      );
      const north = { appId: "b".repeat(24), appKey: "northern-key" };
      setup.config["enablex:accounts"] = onStack(JSON.stringify({ north }), true);
      setup.config["enablex:meetingUrl"] = onStack("https://bob:hunter22@meet example.com");
      setup.config["enablex:busyTimeout"] = onStack("northern-key");
      setup.config["enablex:maxInFlight"] = onStack("overridden-key");
      setup.env.ENABLEX_APP_KEY = "overridden-key";
      setup.pulumiOutput = {
        whoami: JSON.stringify({
          user: "alice",
          url: "postgres://alice:hunter22@db.example.com/pulumi?sslkey=hunter22",
        }),
      };
      setup.apiResponse = {
        status: 404,
        body: JSON.stringify({
          error: `no ${appKey} of ${appId} with Basic ${Buffer.from(`${appId}:${appKey}`).toString("base64")}`,
        }),
      };
      const text = JSON.stringify(await runDoctor(setup));
      for (const secret of [
        "hunter22",
        "northern-key",
        "overridden-key",
        Buffer.from(`${appId}-`).toString("base64").slice(0, 20),
      ]) {
        assert.ok(!text.includes(secret), text);
      }
      assert.match(text, /alice, postgres:\/\/db\.example\.com\/pulumi"/);
    }));

  it("prints each check in a line, followed by the command that fixes it", () =>
    withProject(async (setup) => {
      setup.apiResponse = { status: 503, body: "" };
      setup.env.ENABLEX_SOMETHING = "x";
      const lines = reportText(await runChecks(setup), false).split("\n");
      assert.equal(lines[0], "Checking rooms/dev");
      const at = lines.findIndex((line) => line.startsWith("failure"));
      assert.match(lines[at]!, /^failure {2}Rooms API {10}https:\/\/api\.enablex\.io\/video\/v1 fails/);
      assert.equal(lines[at + 1], "         → npx pulumi-enablex doctor");
      assert.equal(lines.at(-1), "1 failure, 1 warning. Fix the first one, then run doctor again.");
      assert.ok(reportText(await runChecks(setup), true).includes("\u001b[31mfailure\u001b[0m  Rooms API"));
    }));

  it("finds the project in a parent folder, as Pulumi does", () =>
    withProject(async (setup) => {
      const deeper = join(setup.folder, "a", "b");
      await mkdir(deeper, { recursive: true });
      const findings = await runDoctor({ ...setup, folder: deeper });
      assert.equal(findingOf(findings, "pulumi-enablex")?.message, `0.1.0, found from ${setup.folder}`);
    }));
});
