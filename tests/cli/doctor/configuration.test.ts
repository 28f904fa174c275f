import assert from "node:assert/strict";
import { appId, appKey, onStack, room } from "./project";
import { itFinds, portalHint } from "./run-doctor";

describe("doctor: configuration", () => {
  itFinds([
    {
      name: "no credentials and no subdomain",
      cause: (setup) => (setup.config = {}),
      expected: [
        `failure enablex:appId: is not set. Run the command below, or set the environment variable ENABLEX_APP_ID; find the value ${portalHint}; without an account, npx pulumi-enablex emulator prints the commands to run → pulumi config set --secret enablex:appId`,
        `failure enablex:appKey: is not set. Run the command below, or set the environment variable ENABLEX_APP_KEY; find the value ${portalHint} → pulumi config set --secret enablex:appKey`,
        "failure enablex:subdomain: is not set. Run the command below, or set the environment variable ENABLEX_SUBDOMAIN; find the value in portal.enablex.io (for links on your own domain, set enablex:meetingUrl instead) → pulumi config set enablex:subdomain <subdomain>",
        ...["Rooms API", "Links", "Clock"].map((check) => `skipped ${check}`),
      ],
    },
    {
      name: "a swapped App ID and App Key",
      cause: (setup) => {
        setup.config["enablex:appId"] = onStack(appKey, true);
        setup.config["enablex:appKey"] = onStack(appId, true);
      },
      expected: [
        "failure enablex:appId: is not an App ID, which has 24 hexadecimal digits; copy it again from portal.enablex.io → pulumi config set --secret enablex:appId",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "a typo in the platform, on the stack",
      stack: "dev",
      cause: (setup) => (setup.config["enablex:platform"] = onStack("smartflo-meet")),
      expected: [
        "failure enablex:platform: smartflo-meet is not one of enablex, smartfloMeet; did you mean smartfloMeet? → pulumi config set enablex:platform smartfloMeet --stack dev",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "a typo in the platform, in the environment",
      cause: (setup) => (setup.env.ENABLEX_PLATFORM = "smartflo-meet"),
      expected: [
        "failure enablex:platform: smartflo-meet is not one of enablex, smartfloMeet; did you mean smartfloMeet? → export ENABLEX_PLATFORM=smartfloMeet",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "a whole link for a subdomain",
      cause: (setup) => (setup.config["enablex:subdomain"] = onStack("https://acme.yourvideo.live")),
      expected: [
        "failure enablex:subdomain: https://acme.yourvideo.live is not a subdomain; write only acme if the links are https://acme.yourvideo.live → pulumi config set enablex:subdomain <subdomain>",
        "skipped Links",
      ],
    },
    {
      name: "plain http to another machine, with a password in it",
      cause: (setup) => (setup.config["enablex:apiUrl"] = onStack("http://bob:hunter22@10.0.0.1/video/v1")),
      expected: [
        "failure enablex:apiUrl: it contains a user name or password; remove it → pulumi config set enablex:apiUrl https://<host>/video/v1",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "accounts that are not JSON",
      cause: (setup) => (setup.config["enablex:accounts"] = onStack("north: …", true)),
      expected: [
        "failure enablex:accounts: is not JSON; write all accounts to accounts.json first → test -s accounts.json && pulumi config set --secret enablex:accounts < accounts.json",
      ],
    },
    {
      name: "accounts that are not JSON, in the environment of Windows",
      cause: (setup) => {
        setup.platform = "win32";
        setup.env.ENABLEX_ACCOUNTS = "north: …";
      },
      expected: [
        "failure enablex:accounts: is not JSON; write all accounts to accounts.json first → if (Test-Path accounts.json) { $env:ENABLEX_ACCOUNTS = Get-Content -Raw accounts.json }",
      ],
    },
    {
      name: "an App Key as subdomain, and does not resolve it",
      cause: (setup) => {
        delete setup.config["enablex:appKey"];
        setup.config["enablex:subdomain"] = onStack(appKey);
        setup.lookup = () => assert.fail("it was looked up");
      },
      expected: [
        `failure enablex:appKey: is not set. Run the command below, or set the environment variable ENABLEX_APP_KEY; find the value ${portalHint} → pulumi config set --secret enablex:appKey`,
        "failure enablex:subdomain: looks like an App ID or App Key; write only acme if the links are https://acme.yourvideo.live → pulumi config set enablex:subdomain <subdomain>",
        "skipped Rooms API",
        "skipped Links",
        "skipped Clock",
      ],
    },
    {
      name: "nothing wrong with a stack that gets its links from another one",
      cause: (setup) => {
        setup.config = {};
        const urn = "urn:pulumi:dev::site::pulumi:pulumi:StackReference::acme/rooms/dev";
        setup.resources = [setup.resources[0], { urn, type: "pulumi:pulumi:StackReference" }];
      },
      expected: ["enablex", "Rooms API", "Links", "Clock"].map((check) => `skipped ${check}`),
    },
    {
      name: "nothing wrong if explicit providers have the settings",
      cause: (setup) => {
        setup.config = { "rooms:appId": onStack(appId, true), "rooms:appKey": onStack(appKey, true) };
        const urn = "urn:pulumi:dev::rooms::pulumi:providers:enablex::north";
        setup.resources = [
          setup.resources[0],
          { urn, type: "pulumi:providers:enablex", id: "p" },
          { ...room({}), type: "enablex:index:Room", provider: `${urn}::p` },
        ];
      },
      expected: ["enablex", "Rooms API", "Links", "Clock"].map((check) => `skipped ${check}`),
    },
    {
      name: "a limit that is not a number",
      cause: (setup) => (setup.config["enablex:maxInFlight"] = onStack("many")),
      expected: [
        "failure enablex:maxInFlight: many is not a whole number of at least 1 → pulumi config set enablex:maxInFlight 32",
      ],
    },
    {
      name: "credentials in plain text",
      cause: (setup) => {
        setup.config["enablex:appKey"] = onStack(appKey);
        const inputs = { "enablex:appKey": appKey, "enablex:subdomain": "acme" };
        setup.resources.push({
          urn: "…::default",
          type: "pulumi:providers:pulumi-nodejs",
          id: "x",
          inputs,
          outputs: inputs,
        });
      },
      expected: [
        "warning enablex:appKey: set, from the stack, in plain text: anyone who can read the stack's configuration or state can see it → pulumi config get enablex:appKey | pulumi config set --secret enablex:appKey && pulumi up",
        "warning State: contains enablex:appKey in plain text; a deployment with secret configuration replaces it, but the backend's history still contains it: create a new App Key in the portal → pulumi up",
      ],
    },
    {
      name: "a key in plain text if all rooms are native",
      cause: (setup) => {
        setup.config["enablex:appKey"] = onStack(appKey);
        setup.resources = [{ ...room({}), type: "enablex:index:Room" }];
      },
      expected: [
        "warning enablex:appKey: set, from the stack, in plain text: anyone who can read the stack's configuration can see it → pulumi config get enablex:appKey | pulumi config set --secret enablex:appKey && pulumi up",
      ],
    },
  ]);
});
