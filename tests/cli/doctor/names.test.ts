import assert from "node:assert/strict";
import { finds } from "./examined";
import { appId, appKey, complains, onStack } from "./patient";

const ofProjectEnablex = [
  { urn: "urn:pulumi:dev::enablex::pulumi:pulumi:Stack::enablex-dev", type: "pulumi:pulumi:Stack" },
];

describe("doctor: values that nobody reads", () => {
  finds([
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
            `failure enablex:${key}: is set under the wrong name rooms:${key}, which nothing reads → pulumi config get rooms:${key} | pulumi config set ${secret}enablex:${key} && pulumi config rm rooms:${key}`,
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
        "failure enablex:platform: is set under the wrong name rooms:platform, which nothing reads → pulumi config get rooms:platform | pulumi config set enablex:platform && pulumi config rm rooms:platform",
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
        "warning ENABLEX_SERVER_ADDRESS: unknown variable → unset ENABLEX_SERVER_ADDRESS",
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
      name: "nothing wrong with a project's own keys, where enablex has its credentials",
      make: (patient) => {
        patient.config["rooms:edition"] = onStack("second");
        patient.config["rooms:apiUrl"] = onStack("https://api.example.com/shop");
      },
      says: [],
    },
    {
      name: "nothing wrong with the keys of a project that is itself named enablex",
      make: (patient) => {
        patient.resources = ofProjectEnablex;
        patient.config["enablex:participants"] = onStack("8");
        patient.config["enablex:editions"] = onStack("both");
        patient.config["enablex:homepage"] = onStack("https://acme.example.com");
      },
      says: [],
    },
    {
      name: "credentials that cannot be decrypted in a project that is itself named enablex, which stay where they are",
      make: (patient) => {
        patient.resources = ofProjectEnablex;
        patient.pulumiSays = {
          "config --json --show-secrets": complains("config --json", "incorrect passphrase"),
        };
      },
      says: [
        "failure Configuration: its secrets cannot be read: incorrect passphrase; use the passphrase with which the stack was created → export PULUMI_CONFIG_PASSPHRASE=…",
        ...["enablex:appId", "enablex:appKey", "Rooms API", "Clock"].map((check) => `skipped ${check}`),
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
        "failure enablex:apiUrl: is set under the wrong name enablex:apiURL, which nothing reads → pulumi config get enablex:apiURL | pulumi config set enablex:apiUrl && pulumi config rm enablex:apiURL",
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
        "failure enablex:appKey: is set under the wrong name enablex:appkey, which nothing reads → pulumi config get enablex:appkey | pulumi config set --secret enablex:appKey && pulumi config rm enablex:appkey",
        'failure enablex:subdomain: is set in the wrong variable ENABLEX_SUB_DOMAIN, which nothing reads → export ENABLEX_SUBDOMAIN="$ENABLEX_SUB_DOMAIN" && unset ENABLEX_SUB_DOMAIN',
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
        "failure enablex:edition: is set in the wrong variable ENABLEX_EDITON, which nothing reads → $env:ENABLEX_EDITION = $env:ENABLEX_EDITON; if ($?) { Remove-Item Env:ENABLEX_EDITON }",
      ],
    },
    {
      name: "slips in the names of keys and variables",
      make: (patient) => {
        patient.config["enablex:appid"] = onStack(appKey);
        patient.env = { ENABLEX_SUB_DOMAIN: "x", ENABLEX_LOG: "debug", ENABLEX_SOMETHING: "x" };
      },
      says: [
        "warning enablex:appid: unknown key; did you mean enablex:appId? → pulumi config rm enablex:appid",
        "warning ENABLEX_SUB_DOMAIN: unknown variable; did you mean ENABLEX_SUBDOMAIN? → unset ENABLEX_SUB_DOMAIN",
        "warning ENABLEX_SOMETHING: unknown variable → unset ENABLEX_SOMETHING",
      ],
    },
  ]);
});
