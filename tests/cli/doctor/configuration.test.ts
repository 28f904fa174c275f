import assert from "node:assert/strict";
import { finds, inPortal } from "./examined";
import { appId, appKey, onStack, room } from "./patient";

describe("doctor: configuration", () => {
  finds([
    {
      name: "no credentials and no subdomain",
      make: (patient) => (patient.config = {}),
      says: [
        `failure enablex:appId: is not set. Run the command below, or set the environment variable ENABLEX_APP_ID; you find it ${inPortal}; without an account, npx pulumi-enablex emulator prints the commands to run → pulumi config set --secret enablex:appId`,
        `failure enablex:appKey: is not set. Run the command below, or set the environment variable ENABLEX_APP_KEY; you find it ${inPortal} → pulumi config set --secret enablex:appKey`,
        "failure enablex:subdomain: is not set. Run the command below, or set the environment variable ENABLEX_SUBDOMAIN; you find it in portal.enablex.io (or set enablex:meetingUrl, for links on your own domain) → pulumi config set enablex:subdomain <subdomain>",
        ...["Rooms API", "Links", "Clock"].map((check) => `skipped ${check}`),
      ],
    },
    {
      name: "App ID and App Key in each other's place",
      make: (patient) => {
        patient.config["enablex:appId"] = onStack(appKey, true);
        patient.config["enablex:appKey"] = onStack(appId, true);
      },
      says: [
        "failure enablex:appId: is not an App ID, which has 24 hexadecimal digits; copy it from portal.enablex.io again → pulumi config set --secret enablex:appId",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "a slip in the platform, on the stack",
      stack: "dev",
      make: (patient) => (patient.config["enablex:platform"] = onStack("smartflo-meet")),
      says: [
        "failure enablex:platform: smartflo-meet is none of enablex, smartfloMeet; did you mean smartfloMeet? → pulumi config set enablex:platform smartfloMeet --stack dev",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "a slip in the platform, in the environment",
      make: (patient) => (patient.env.ENABLEX_PLATFORM = "smartflo-meet"),
      says: [
        "failure enablex:platform: smartflo-meet is none of enablex, smartfloMeet; did you mean smartfloMeet? → export ENABLEX_PLATFORM=smartfloMeet",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "a whole link for a subdomain",
      make: (patient) => (patient.config["enablex:subdomain"] = onStack("https://acme.yourvideo.live")),
      says: [
        "failure enablex:subdomain: https://acme.yourvideo.live is not a subdomain; write only acme if the links are https://acme.yourvideo.live → pulumi config set enablex:subdomain <subdomain>",
        "skipped Links",
      ],
    },
    {
      name: "plain http to another machine, with a password in it",
      make: (patient) =>
        (patient.config["enablex:apiUrl"] = onStack("http://bob:hunter22@10.0.0.1/video/v1")),
      says: [
        "failure enablex:apiUrl: it contains a user name or password; remove it → pulumi config set enablex:apiUrl https://<host>/video/v1",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "accounts that are no JSON",
      make: (patient) => (patient.config["enablex:accounts"] = onStack("north: …", true)),
      says: [
        "failure enablex:accounts: is not JSON; write all accounts to accounts.json first → test -s accounts.json && pulumi config set --secret enablex:accounts < accounts.json",
      ],
    },
    {
      name: "accounts that are no JSON, in the environment of Windows",
      make: (patient) => {
        patient.platform = "win32";
        patient.env.ENABLEX_ACCOUNTS = "north: …";
      },
      says: [
        "failure enablex:accounts: is not JSON; write all accounts to accounts.json first → if (Test-Path accounts.json) { $env:ENABLEX_ACCOUNTS = Get-Content -Raw accounts.json }",
      ],
    },
    {
      name: "an App Key in the place of the subdomain, which is looked up nowhere",
      make: (patient) => {
        delete patient.config["enablex:appKey"];
        patient.config["enablex:subdomain"] = onStack(appKey);
        patient.lookup = () => assert.fail("it was looked up");
      },
      says: [
        `failure enablex:appKey: is not set. Run the command below, or set the environment variable ENABLEX_APP_KEY; you find it ${inPortal} → pulumi config set --secret enablex:appKey`,
        "failure enablex:subdomain: looks like an App ID or App Key; write only acme if the links are https://acme.yourvideo.live → pulumi config set enablex:subdomain <subdomain>",
        "skipped Rooms API",
        "skipped Links",
        "skipped Clock",
      ],
    },
    {
      name: "nothing wrong where a stack takes its links from another one",
      make: (patient) => {
        patient.config = {};
        const urn = "urn:pulumi:dev::site::pulumi:pulumi:StackReference::acme/rooms/dev";
        patient.resources = [patient.resources[0], { urn, type: "pulumi:pulumi:StackReference" }];
      },
      says: ["enablex", "Rooms API", "Links", "Clock"].map((check) => `skipped ${check}`),
    },
    {
      name: "nothing wrong where the program's own providers have the settings",
      make: (patient) => {
        patient.config = { "rooms:appId": onStack(appId, true), "rooms:appKey": onStack(appKey, true) };
        const urn = "urn:pulumi:dev::rooms::pulumi:providers:enablex::north";
        patient.resources = [
          patient.resources[0],
          { urn, type: "pulumi:providers:enablex", id: "p" },
          { ...room({}), type: "enablex:index:Room", provider: `${urn}::p` },
        ];
      },
      says: ["enablex", "Rooms API", "Links", "Clock"].map((check) => `skipped ${check}`),
    },
    {
      name: "a limit that is no number",
      make: (patient) => (patient.config["enablex:maxInFlight"] = onStack("many")),
      says: [
        "failure enablex:maxInFlight: many is not a whole number of at least 1 → pulumi config set enablex:maxInFlight 8",
      ],
    },
    {
      name: "credentials in the clear",
      make: (patient) => {
        patient.config["enablex:appKey"] = onStack(appKey);
        const inputs = { "enablex:appKey": appKey, "enablex:subdomain": "acme" };
        patient.resources.push({
          urn: "…::default",
          type: "pulumi:providers:pulumi-nodejs",
          id: "x",
          inputs,
          outputs: inputs,
        });
      },
      says: [
        "warning enablex:appKey: set, from the stack, in the clear: anyone who can read the stack's configuration or state can see it → pulumi config get enablex:appKey | pulumi config set --secret enablex:appKey && pulumi up",
        "warning State: contains enablex:appKey in the clear; a deployment with secret configuration replaces it, but the backend's history still contains it: create a new App Key in the portal → pulumi up",
      ],
    },
    {
      name: "a key in the clear where all rooms are of the native form",
      make: (patient) => {
        patient.config["enablex:appKey"] = onStack(appKey);
        patient.resources = [{ ...room({}), type: "enablex:index:Room" }];
      },
      says: [
        "warning enablex:appKey: set, from the stack, in the clear: anyone who can read the stack's configuration can see it → pulumi config get enablex:appKey | pulumi config set --secret enablex:appKey && pulumi up",
      ],
    },
  ]);
});
