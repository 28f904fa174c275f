import assert from "node:assert/strict";
import { finds, inPortal } from "./examined";
import { appId, appKey, onStack, room } from "./patient";

describe("doctor: configuration", () => {
  finds([
    {
      name: "no credentials and no subdomain",
      make: (patient) => (patient.config = {}),
      says: [
        `failure enablex:appId: is not set. Run the line below, or set the environment variable ENABLEX_APP_ID; you find it ${inPortal}; without an account, npx pulumi-enablex emulator prints the lines to run → pulumi config set --secret enablex:appId`,
        `failure enablex:appKey: is not set. Run the line below, or set the environment variable ENABLEX_APP_KEY; you find it ${inPortal} → pulumi config set --secret enablex:appKey`,
        "failure enablex:subdomain: is not set. Run the line below, or set the environment variable ENABLEX_SUBDOMAIN; you find it chosen in portal.enablex.io (or enablex:meetingUrl, for links of your own domain) → pulumi config set enablex:subdomain <subdomain>",
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
        "failure enablex:subdomain: https://acme.yourvideo.live is not a subdomain; write acme alone where the links are https://acme.yourvideo.live → pulumi config set enablex:subdomain <subdomain>",
        "skipped Links",
      ],
    },
    {
      name: "plain http to another machine, with a password in it",
      make: (patient) =>
        (patient.config["enablex:apiUrl"] = onStack("http://bob:hunter22@10.0.0.1/video/v1")),
      says: [
        "failure enablex:apiUrl: it holds a user name or password; write it without → pulumi config set enablex:apiUrl https://<host>/video/v1",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "accounts that are no JSON",
      make: (patient) => (patient.config["enablex:accounts"] = onStack("north: …", true)),
      says: [
        "failure enablex:accounts: is not JSON; write all accounts into accounts.json first → test -s accounts.json && pulumi config set --secret enablex:accounts < accounts.json",
      ],
    },
    {
      name: "accounts that are no JSON, in the environment of Windows",
      make: (patient) => {
        patient.platform = "win32";
        patient.env.ENABLEX_ACCOUNTS = "north: …";
      },
      says: [
        "failure enablex:accounts: is not JSON; write all accounts into accounts.json first → if (Test-Path accounts.json) { $env:ENABLEX_ACCOUNTS = Get-Content -Raw accounts.json }",
      ],
    },
    {
      name: "an address of the emulator without its scheme",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("127.0.0.1:8480/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
      },
      says: [
        "failure enablex:apiUrl: 127.0.0.1:8480/video/v1 is not a URL; did you mean http://127.0.0.1:8480/video/v1? → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
        "skipped Rooms API",
        "skipped Clock",
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
        `failure enablex:appKey: is not set. Run the line below, or set the environment variable ENABLEX_APP_KEY; you find it ${inPortal} → pulumi config set --secret enablex:appKey`,
        "failure enablex:subdomain: looks like an App ID or App Key; write acme alone where the links are https://acme.yourvideo.live → pulumi config set enablex:subdomain <subdomain>",
        "skipped Rooms API",
        "skipped Links",
        "skipped Clock",
      ],
    },
    {
      name: "keys without their prefix, which are the project's then",
      make: (patient) => {
        patient.config = {
          "rooms:appId": onStack(appId, true),
          "rooms:appKey": onStack(appKey),
          "rooms:subdomain": onStack("acme"),
        };
      },
      says: [
        ...[
          ["appId", "--secret "],
          ["appKey", "--secret "],
          ["subdomain", ""],
        ].map(
          ([key, secret]) =>
            `failure enablex:${key}: its value stands under the name rooms:${key}, which nobody reads → pulumi config get rooms:${key} | pulumi config set ${secret}enablex:${key} && pulumi config rm rooms:${key}`,
        ),
        ...["Rooms API", "Links", "Clock"].map((check) => `skipped ${check}`),
      ],
    },
    {
      name: "an address without its prefix, where the credentials have theirs, and sends them nowhere",
      make: (patient) => {
        patient.config["rooms:platform"] = onStack("smartfloMeet");
        patient.fetch = () => assert.fail("it asked");
      },
      says: [
        "failure enablex:platform: its value stands under the name rooms:platform, which nobody reads → pulumi config get rooms:platform | pulumi config set enablex:platform && pulumi config rm rooms:platform",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "an address under a name that resembles none, and sends credentials nowhere",
      make: (patient) => {
        patient.env.ENABLEX_SERVER_ADDRESS = "https://api.example.com/video/v1";
        patient.fetch = () => assert.fail("it asked");
      },
      says: [
        "warning ENABLEX_SERVER_ADDRESS: there is no such variable → unset ENABLEX_SERVER_ADDRESS",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "an address that cannot be decrypted, and sends credentials nowhere",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = { secret: true };
        patient.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey };
        patient.fetch = () => assert.fail("it asked");
      },
      says: ["skipped enablex:apiUrl", "skipped Rooms API", "skipped Clock"],
    },
    {
      name: "an emulator without its key",
      make: (patient) => {
        delete patient.config["enablex:appKey"];
        patient.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8480/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
      },
      says: [
        `failure enablex:appKey: is not set. Run the line below, or set the environment variable ENABLEX_APP_KEY; you find it ${inPortal}; an emulator prints its own when it starts → pulumi config set --secret enablex:appKey`,
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "an emulator without the origin of its links",
      make: (patient) => {
        delete patient.config["enablex:subdomain"];
        patient.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8480/video/v1");
      },
      says: [
        "failure enablex:meetingUrl: is not set, and the rooms API is an emulator's, whose links are at http://127.0.0.1:8480 → pulumi config set enablex:meetingUrl http://127.0.0.1:8480",
        "skipped Links",
      ],
    },
    {
      name: "nothing wrong with a project's own keys, where enablex has its credentials",
      make: (patient) => {
        patient.config["rooms:edition"] = onStack("second");
        patient.config["rooms:apiUrl"] = onStack("https://api.example.com/shop");
      },
      says: [],
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
        "failure enablex:maxInFlight: many is not a whole number from 1 → pulumi config set enablex:maxInFlight 8",
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
        "warning enablex:appKey: set, from the stack, in the clear: whoever reads the stack's configuration or state has it → pulumi config get enablex:appKey | pulumi config set --secret enablex:appKey && pulumi up",
        "warning State: holds enablex:appKey in the clear; a deployment with secret configuration replaces it, and the backend's history keeps it: change it in the portal too → pulumi up",
      ],
    },
    {
      name: "an address of the API under a misspelt key, and asks no other API meanwhile",
      make: (patient) => {
        patient.config["enablex:apiURL"] = onStack("http://127.0.0.1:8480/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
        patient.fetch = () => assert.fail("it asked");
      },
      says: [
        "failure enablex:apiUrl: its value stands under the name enablex:apiURL, which nobody reads → pulumi config get enablex:apiURL | pulumi config set enablex:apiUrl && pulumi config rm enablex:apiURL",
        "skipped Rooms API",
        "skipped Links",
        "skipped Clock",
      ],
    },
    {
      name: "a key under a misspelt key, which stays a secret, and a misspelt variable",
      make: (patient) => {
        delete patient.config["enablex:appKey"];
        delete patient.config["enablex:subdomain"];
        patient.config["enablex:appkey"] = onStack(appKey);
        patient.env = { ENABLEX_SUB_DOMAIN: "acme" };
      },
      says: [
        "failure enablex:appKey: its value stands under the name enablex:appkey, which nobody reads → pulumi config get enablex:appkey | pulumi config set --secret enablex:appKey && pulumi config rm enablex:appkey",
        'failure enablex:subdomain: its value stands in ENABLEX_SUB_DOMAIN, which nobody reads → export ENABLEX_SUBDOMAIN="$ENABLEX_SUB_DOMAIN" && unset ENABLEX_SUB_DOMAIN',
        "skipped Rooms API",
        "skipped Links",
        "skipped Clock",
      ],
    },
    {
      name: "a misspelt variable, on Windows",
      make: (patient) => {
        patient.platform = "win32";
        patient.env = { ENABLEX_EDITON: "premium" };
      },
      says: [
        "failure enablex:edition: its value stands in ENABLEX_EDITON, which nobody reads → $env:ENABLEX_EDITION = $env:ENABLEX_EDITON; if ($?) { Remove-Item Env:ENABLEX_EDITON }",
      ],
    },
    {
      name: "slips in the names of keys and variables",
      make: (patient) => {
        patient.config["enablex:appid"] = onStack(appKey);
        patient.env = { ENABLEX_SUB_DOMAIN: "x", ENABLEX_LOG: "debug", ENABLEX_SOMETHING: "x" };
      },
      says: [
        "warning enablex:appid: there is no such key; did you mean enablex:appId? → pulumi config rm enablex:appid",
        "warning ENABLEX_SUB_DOMAIN: there is no such variable; did you mean ENABLEX_SUBDOMAIN? → unset ENABLEX_SUB_DOMAIN",
        "warning ENABLEX_SOMETHING: there is no such variable → unset ENABLEX_SOMETHING",
      ],
    },
  ]);
});
