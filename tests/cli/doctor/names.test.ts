import assert from "node:assert/strict";
import { appId, appKey, onStack, pulumiError } from "./project";
import { itFinds } from "./run-doctor";

const ofProjectEnablex = [
  { urn: "urn:pulumi:dev::enablex::pulumi:pulumi:Stack::enablex-dev", type: "pulumi:pulumi:Stack" },
];

describe("doctor: misspelt keys and variables", () => {
  itFinds([
    {
      name: "keys without their prefix, which belong to the project",
      cause: (setup) => {
        setup.config = {
          "rooms:appId": onStack(appId, true),
          "rooms:appKey": onStack(appKey),
          "rooms:subdomain": onStack("acme"),
        };
      },
      expected: [
        ...[
          ["appId", "--secret "],
          ["appKey", "--secret "],
          ["subdomain", ""],
        ].map(
          ([key, secret]) =>
            `failure enablex:${key}: is set under the wrong name rooms:${key}, which is ignored → pulumi config get rooms:${key} | pulumi config set ${secret}enablex:${key} && pulumi config rm rooms:${key}`,
        ),
        ...["Rooms API", "Links", "Clock"].map((check) => `skipped ${check}`),
      ],
    },
    {
      name: "an address without its prefix, and sends no credentials",
      cause: (setup) => {
        setup.config["rooms:platform"] = onStack("smartfloMeet");
        setup.fetch = () => assert.fail("it asked");
      },
      expected: [
        "failure enablex:platform: is set under the wrong name rooms:platform, which is ignored → pulumi config get rooms:platform | pulumi config set enablex:platform && pulumi config rm rooms:platform",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "an address under an unknown name, and sends no credentials",
      cause: (setup) => {
        setup.env.ENABLEX_SERVER_ADDRESS = "https://api.example.com/video/v1";
        setup.fetch = () => assert.fail("it asked");
      },
      expected: [
        "warning ENABLEX_SERVER_ADDRESS: unknown variable → unset ENABLEX_SERVER_ADDRESS",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "an address that cannot be decrypted, and sends no credentials",
      cause: (setup) => {
        setup.config["enablex:apiUrl"] = { secret: true };
        setup.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey };
        setup.fetch = () => assert.fail("it asked");
      },
      expected: ["skipped enablex:apiUrl", "skipped Rooms API", "skipped Clock"],
    },
    {
      name: "nothing wrong with a project's own keys if enablex has its credentials",
      cause: (setup) => {
        setup.config["rooms:edition"] = onStack("second");
        setup.config["rooms:apiUrl"] = onStack("https://api.example.com/shop");
      },
      expected: [],
    },
    {
      name: "nothing wrong with the keys of a project named enablex",
      cause: (setup) => {
        setup.resources = ofProjectEnablex;
        setup.config["enablex:participants"] = onStack("8");
        setup.config["enablex:editions"] = onStack("both");
        setup.config["enablex:homepage"] = onStack("https://acme.example.com");
      },
      expected: [],
    },
    {
      name: "credentials that cannot be decrypted in a project named enablex, and does not move them",
      cause: (setup) => {
        setup.resources = ofProjectEnablex;
        setup.pulumiOutput = {
          "config --json --show-secrets": pulumiError("config --json", "incorrect passphrase"),
        };
      },
      expected: [
        "failure Configuration: its secrets cannot be read: incorrect passphrase; use the passphrase with which the stack was created → export PULUMI_CONFIG_PASSPHRASE=…",
        ...["enablex:appId", "enablex:appKey", "Rooms API", "Clock"].map((check) => `skipped ${check}`),
      ],
    },
    {
      name: "the API's address under a misspelt key, and sends no request to the default API",
      cause: (setup) => {
        setup.config["enablex:apiURL"] = onStack("http://127.0.0.1:8480/video/v1");
        setup.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
        setup.fetch = () => assert.fail("it asked");
      },
      expected: [
        "failure enablex:apiUrl: is set under the wrong name enablex:apiURL, which is ignored → pulumi config get enablex:apiURL | pulumi config set enablex:apiUrl && pulumi config rm enablex:apiURL",
        "skipped Rooms API",
        "skipped Links",
        "skipped Clock",
      ],
    },
    {
      name: "an App Key under a misspelt key, keeping it secret, and a misspelt variable",
      cause: (setup) => {
        delete setup.config["enablex:appKey"];
        delete setup.config["enablex:subdomain"];
        setup.config["enablex:appkey"] = onStack(appKey);
        setup.env = { ENABLEX_SUB_DOMAIN: "acme" };
      },
      expected: [
        "failure enablex:appKey: is set under the wrong name enablex:appkey, which is ignored → pulumi config get enablex:appkey | pulumi config set --secret enablex:appKey && pulumi config rm enablex:appkey",
        'failure enablex:subdomain: is set in the wrong variable ENABLEX_SUB_DOMAIN, which is ignored → export ENABLEX_SUBDOMAIN="$ENABLEX_SUB_DOMAIN" && unset ENABLEX_SUB_DOMAIN',
        "skipped Rooms API",
        "skipped Links",
        "skipped Clock",
      ],
    },
    {
      name: "a misspelt variable, on Windows",
      cause: (setup) => {
        setup.platform = "win32";
        setup.env = { ENABLEX_EDITON: "premium" };
      },
      expected: [
        "failure enablex:edition: is set in the wrong variable ENABLEX_EDITON, which is ignored → $env:ENABLEX_EDITION = $env:ENABLEX_EDITON; if ($?) { Remove-Item Env:ENABLEX_EDITON }",
      ],
    },
    {
      name: "typos in the names of keys and variables",
      cause: (setup) => {
        setup.config["enablex:appid"] = onStack(appKey);
        setup.env = { ENABLEX_SUB_DOMAIN: "x", ENABLEX_LOG: "debug", ENABLEX_SOMETHING: "x" };
      },
      expected: [
        "warning enablex:appid: unknown key; did you mean enablex:appId? → pulumi config rm enablex:appid",
        "warning ENABLEX_SUB_DOMAIN: unknown variable; did you mean ENABLEX_SUBDOMAIN? → unset ENABLEX_SUB_DOMAIN",
        "warning ENABLEX_SOMETHING: unknown variable → unset ENABLEX_SOMETHING",
      ],
    },
  ]);
});
