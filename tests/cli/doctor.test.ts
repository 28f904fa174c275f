import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { examine } from "../../cli/doctor/examine";
import type { Finding } from "../../cli/doctor/finding";
import { report } from "../../cli/doctor/report";
import {
  appId,
  appKey,
  broken,
  complains,
  install,
  onStack,
  type Patient,
  room,
  withPatient,
} from "./patient";

/** Examines a patient, and asks of every examination what must hold of all. */
async function examined(patient: Patient, stack?: string): Promise<Map<string, Finding>> {
  const found = await examine(patient, stack);
  const text = JSON.stringify(found);
  for (const secret of [appId, appKey, Buffer.from(`${appId}:${appKey}`).toString("base64")]) {
    assert.ok(!text.includes(secret), "no credential is printed");
  }
  const checks = found.findings.map(({ check }) => check);
  assert.equal(new Set(checks).size, checks.length, "each check has one line");
  for (const always of [
    "Node.js",
    "pulumi-enablex",
    "Pulumi",
    "Login",
    "Stack",
    "Rooms API",
    "Links",
    "Clock",
    "State",
  ]) {
    assert.ok(
      checks.some((check) => check.startsWith(always)),
      `${always} is looked at whatever else fails`,
    );
  }
  for (const { status, says, mend } of found.findings) {
    assert.equal(
      mend !== undefined,
      status === "failure" || status === "warning",
      "what is wrong has a line that mends it",
    );
    assert.ok(!`${says}${mend}`.includes("\n"));
  }
  return new Map(found.findings.map((finding) => [finding.check, finding]));
}

/** Every finding that is not `ok`, as a line; those that were skipped by name alone. */
const wrong = (findings: Map<string, Finding>) =>
  [...findings.values()]
    .filter(({ status }) => status !== "ok")
    .map(({ check, status, says, mend }) =>
      status === "skipped" ? `skipped ${check}` : `${status} ${check}: ${says} → ${mend}`,
    );

/** A fault of the machine, the stack or the API, and all that the doctor says of it. */
interface Fault {
  name: string;
  make: (patient: Patient) => unknown;
  says: string[] | ((patient: Patient) => string[]);
  stack?: string;
}

const api = "https://api.enablex.io/video/v1";
const inPortal = "in portal.enablex.io, on the page of your project";

const faults: Fault[] = [
  {
    name: "an old Node.js",
    make: (patient) => (patient.nodeVersion = "20.18.3"),
    says: [
      "failure Node.js: 20.18.3 is too old: 20.19.0 is the oldest that serves; https://nodejs.org has the newest → nvm install --lts",
    ],
  },
  {
    name: "the package missing from the program's folder",
    make: ({ folder }) => rm(join(folder, "node_modules", "pulumi-enablex"), { recursive: true }),
    says: ({ folder }) => [
      `failure pulumi-enablex: the provider cannot be loaded from ${folder}: the package is not installed there, or not built → cd ${folder} && npm install pulumi-enablex`,
    ],
  },
  {
    name: "the package missing from the folder that main names",
    make: async ({ folder }) => {
      await rm(join(folder, "node_modules", "pulumi-enablex"), { recursive: true });
      await install(join(folder, "infra"), "pulumi-enablex", "0.1.0", {
        "./dynamic": "./index.js",
        "./package.json": "./package.json",
      });
      await writeFile(join(folder, "Pulumi.yaml"), "name: rooms\nmain: infra/\nruntime:\n  name: nodejs\n");
    },
    says: [],
  },
  {
    name: "another version of the package than the command's",
    make: ({ folder }) =>
      install(folder, "pulumi-enablex", "0.0.9", {
        "./dynamic": "./index.js",
        "./package.json": "./package.json",
      }),
    says: ({ folder }) => [
      `warning pulumi-enablex: deployments run 0.0.9, found from ${folder}, and this command belongs to 0.1.0 → cd ${folder} && npx pulumi-enablex doctor`,
    ],
  },
  {
    name: "an SDK that is too old",
    make: ({ folder }) => install(folder, "@pulumi/pulumi", "3.215.9"),
    says: ({ folder }) => [
      `failure @pulumi/pulumi: 3.215.9 is too old: 3.216.0 is the oldest that serves → cd ${folder} && npm install @pulumi/pulumi@latest`,
    ],
  },
  {
    name: "no SDK",
    make: ({ folder }) => rm(join(folder, "node_modules", "@pulumi"), { recursive: true }),
    says: ({ folder }) => [
      `failure @pulumi/pulumi: it is not installed in ${folder} → cd ${folder} && npm install @pulumi/pulumi@latest`,
    ],
  },
  {
    name: "a program in another language",
    make: async ({ folder }) => {
      await rm(join(folder, "node_modules"), { recursive: true });
      await writeFile(join(folder, "Pulumi.yaml"), "name: rooms\nruntime: yaml\n");
    },
    says: ["skipped pulumi-enablex", "skipped @pulumi/pulumi"],
  },
  {
    name: "no Pulumi",
    make: (patient) => (patient.pulumiSays = { "": new Error("pulumi version failed: it is not on PATH") }),
    says: [
      "failure Pulumi: the command pulumi does not run: it is not on PATH → curl -fsSL https://get.pulumi.com | sh",
      ...[
        "Login",
        "Stack",
        "Configuration",
        "enablex:appId",
        "enablex:appKey",
        "enablex:platform",
        "enablex:subdomain",
      ].map((check) => `skipped ${check}`),
      ...["Rooms API", "Links", "Clock", "Rooms", "State"].map((check) => `skipped ${check}`),
    ],
  },
  {
    name: "an old Pulumi",
    make: (patient) => (patient.pulumiSays = { version: "v3.100.0" }),
    says: [
      "warning Pulumi: 3.100.0 is older than 3.216.0, the oldest that is known to serve → curl -fsSL https://get.pulumi.com | sh",
    ],
  },
  {
    name: "no login",
    make: (patient) => {
      const text = "PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions";
      patient.pulumiSays = { whoami: complains("whoami --json", text) };
      patient.env = {
        ENABLEX_APP_ID: appId,
        ENABLEX_APP_KEY: appKey,
        ENABLEX_SUBDOMAIN: "acme",
        ENABLEX_PLATFORM: "enablex",
      };
    },
    says: [
      "failure Login: nobody is logged in (pulumi login --local keeps stacks on this machine) → pulumi login",
      ...["Stack", "Configuration", "Rooms", "State"].map((check) => `skipped ${check}`),
    ],
  },
  {
    name: "no project in this folder",
    make: (patient) => {
      patient.pulumiSays = {
        stack: complains(
          "stack --show-name",
          "no Pulumi.yaml project file found (searching upwards from /x)",
        ),
      };
      patient.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey, ENABLEX_SUBDOMAIN: "acme" };
    },
    says: ({ folder }) => [
      `failure Stack: there is no Pulumi.yaml in ${folder} or above it → cd <folder of the project>`,
      ...["Configuration", "enablex:platform", "Rooms API", "Clock", "Rooms", "State"].map(
        (check) => `skipped ${check}`,
      ),
    ],
  },
  {
    name: "no stack selected",
    make: (patient) =>
      (patient.pulumiSays = { "stack --show-name": complains("stack --show-name", "no stack selected") }),
    says: [
      "failure Stack: no stack selected → pulumi stack select",
      ...["Configuration", "enablex:appId", "enablex:appKey", "enablex:platform", "enablex:subdomain"].map(
        (check) => `skipped ${check}`,
      ),
      ...["Rooms API", "Links", "Clock", "Rooms", "State"].map((check) => `skipped ${check}`),
    ],
  },
  {
    name: "a stack that does not exist",
    stack: "prod",
    make: (patient) => {
      patient.pulumiSays = {
        "stack --show-name --stack prod": complains("stack --show-name", "no stack named 'prod' found"),
      };
      patient.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey, ENABLEX_SUBDOMAIN: "acme" };
    },
    says: [
      "failure Stack: no stack named 'prod' found → pulumi stack init prod",
      ...["Configuration", "enablex:platform", "Rooms API", "Clock", "Rooms", "State"].map(
        (check) => `skipped ${check}`,
      ),
    ],
  },
  {
    name: "a wrong passphrase",
    make: (patient) =>
      (patient.pulumiSays = {
        "config --json --show-secrets": complains("config --json", "incorrect passphrase"),
      }),
    says: [
      "failure Configuration: its secrets cannot be read: incorrect passphrase → export PULUMI_CONFIG_PASSPHRASE=…",
      ...["enablex:appId", "enablex:appKey", "Rooms API", "Clock"].map((check) => `skipped ${check}`),
    ],
  },
  {
    name: "no credentials and no subdomain",
    make: (patient) => (patient.config = {}),
    says: [
      `failure enablex:appId: is not set. Run the line below, or set the environment variable ENABLEX_APP_ID; you find it ${inPortal} → pulumi config set --secret enablex:appId`,
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
    make: (patient) => (patient.config["enablex:apiUrl"] = onStack("http://bob:hunter22@10.0.0.1/video/v1")),
    says: [
      "failure enablex:apiUrl: it holds a user name or password; write it without → pulumi config set enablex:apiUrl https://api.enablex.io/video/v1",
      "skipped Rooms API",
      "skipped Clock",
    ],
  },
  {
    name: "accounts that are no JSON",
    make: (patient) => (patient.config["enablex:accounts"] = onStack("north: …", true)),
    says: [
      `failure enablex:accounts: is not JSON → pulumi config set --secret enablex:accounts '{"<name>": {"appId": "…", "appKey": "…"}}'`,
    ],
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
      "warning enablex:appKey: set, from the stack, in the clear: whoever reads the stack's configuration or state has it → pulumi config set --secret enablex:appKey && pulumi up",
      "warning State: holds enablex:appKey in the clear; a deployment with secret configuration replaces it → pulumi up",
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
  {
    name: "wrong credentials",
    make: (patient) =>
      (patient.apiSays = { status: 401, body: '{"result":10000,"error":"Application not found","desc":""}' }),
    says: [
      `failure Rooms API: ${api} does not take the credentials (HTTP 401, result 10000: Application not found): App ID and App Key do not belong together, or not to EnableX (where they are of Smartflo Meet, set enablex:platform to smartfloMeet) → pulumi config set --secret enablex:appKey`,
    ],
  },
  {
    name: "wrong credentials, from the environment, on Windows",
    make: (patient) => {
      patient.apiSays = { status: 401, body: "" };
      patient.platform = "win32";
      patient.config = { "enablex:subdomain": onStack("acme"), "enablex:platform": onStack("smartfloMeet") };
      patient.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey };
    },
    says: [
      `failure Rooms API: https://api.smartflomeet.ttns.in/video/v1 does not take the credentials (HTTP 401: an empty answer): App ID and App Key do not belong together, or not to Smartflo Meet (where they are of EnableX, set enablex:platform to enablex) → $env:ENABLEX_APP_KEY = "…"`,
    ],
  },
  {
    name: "a project that is suspended",
    make: (patient) =>
      (patient.apiSays = {
        status: 403,
        body: '{"status":"error","error_code":"PROJECT_SUSPENDED","message":"suspended"}',
      }),
    says: [
      `failure Rooms API: ${api} knows the project, and refuses it (HTTP 403: suspended) → open https://portal.enablex.io`,
    ],
  },
  {
    name: "an HTML page for an answer, at an address of its own",
    make: (patient) => {
      patient.config["enablex:apiUrl"] = onStack("https://www.example.com/api");
      patient.apiSays = { status: 200, body: "<html><h1>Welcome</h1>" };
    },
    says: [
      'failure Rooms API: there is no rooms API at https://www.example.com/api (the answer is not the rooms API\'s: HTTP 200, HTML: "Welcome") → pulumi config rm enablex:apiUrl',
    ],
  },
  {
    name: "the HTML page of a proxy",
    make: (patient) => (patient.apiSays = { status: 403, body: "<html><h1>Blocked</h1>" }),
    says: [
      `failure Rooms API: something in between answers for ${api} (HTTP 403: HTML: "Blocked") → export HTTPS_PROXY='http://<proxy>:<port>'`,
    ],
  },
  {
    name: "an address with a wrong path, from the environment",
    make: (patient) => {
      patient.env.ENABLEX_API_URL = "https://api.enablex.io/vide";
      patient.apiSays = { status: 404, body: '{"error":"Not Found"}' };
    },
    says: [
      "failure Rooms API: there is no rooms API at https://api.enablex.io/vide (HTTP 404: Not Found) → unset ENABLEX_API_URL",
    ],
  },
  {
    name: "another API that answers with JSON",
    make: (patient) => {
      patient.config["enablex:apiUrl"] = onStack("https://api.example.com");
      patient.apiSays = { body: '{"rooms":"none"}' };
    },
    says: [
      "failure Rooms API: there is no rooms API at https://api.example.com (its answer is JSON without a list of rooms) → pulumi config rm enablex:apiUrl",
    ],
  },
  {
    name: "no network",
    make: (patient) => {
      patient.apiSays = broken("ENOTFOUND");
      patient.missingHosts = { "acme.yourvideo.live": "EAI_AGAIN" };
    },
    says: [
      `failure Rooms API: no way to ${api}: there is no host api.enablex.io → export HTTPS_PROXY='http://<proxy>:<port>'`,
      "warning Links: acme.yourvideo.live cannot be looked up on this machine (EAI_AGAIN), so whether it exists is not known → npx pulumi-enablex doctor",
      "skipped Clock",
    ],
  },
  {
    name: "a certificate that nobody knows",
    make: (patient) => (patient.apiSays = broken("SELF_SIGNED_CERT_IN_CHAIN")),
    says: [
      `failure Rooms API: no way to ${api}: the certificate of api.enablex.io is not signed by a known authority → export NODE_EXTRA_CA_CERTS='<file.pem>'`,
      "skipped Clock",
    ],
  },
  {
    name: "no answer in time",
    make: (patient) => (patient.apiSays = Object.assign(new Error("timeout"), { name: "TimeoutError" })),
    says: [
      `failure Rooms API: no way to ${api}: api.enablex.io did not answer within 10 s → export HTTPS_PROXY='http://<proxy>:<port>'`,
      "skipped Clock",
    ],
  },
  {
    name: "an emulator that does not run",
    make: (patient) => {
      patient.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8480/video/v1");
      patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
      patient.apiSays = broken("ECONNREFUSED");
    },
    says: [
      "failure Rooms API: the emulator does not run at http://127.0.0.1:8480/video/v1; it takes a terminal of its own → npx pulumi-enablex emulator --port 8480",
      "skipped Clock",
    ],
  },
  {
    name: "an API that fails",
    stack: "dev",
    make: (patient) => (patient.apiSays = { status: 503, body: "" }),
    says: [
      `failure Rooms API: ${api} fails (HTTP 503: an empty answer); it may pass → npx pulumi-enablex doctor --stack dev`,
    ],
  },
  {
    name: "a rate limit",
    make: (patient) => (patient.apiSays = { status: 429, body: "" }),
    says: [
      `warning Rooms API: ${api} is at its rate limit, so that the credentials were not tried → npx pulumi-enablex doctor`,
    ],
  },
  {
    name: "a subdomain that does not exist",
    make: (patient) =>
      (patient.missingHosts = { "acme.yourvideo.live": "ENOTFOUND", "acme.yourvideo.app": "ENOTFOUND" }),
    says: [
      "failure Links: there is no host acme.yourvideo.live: people who open a link will not get anywhere → pulumi config set enablex:subdomain <subdomain>",
    ],
  },
  {
    name: "a subdomain of the other edition",
    make: (patient) => (patient.missingHosts = { "acme.yourvideo.live": "ENOTFOUND" }),
    says: [
      "failure Links: there is no host acme.yourvideo.live: people who open a link will not get anywhere; acme.yourvideo.app exists → pulumi config set enablex:edition lite",
    ],
  },
  {
    name: "a domain of one's own that does not exist",
    make: (patient) => {
      patient.config["enablex:meetingUrl"] = onStack("https://meet.example.com");
      patient.missingHosts = { "meet.example.com": "ENOTFOUND" };
    },
    says: [
      "failure Links: there is no host meet.example.com: people who open a link will not get anywhere → pulumi config set enablex:meetingUrl https://<host>",
    ],
  },
  {
    name: "names that only a proxy looks up",
    make: (patient) => {
      patient.env.HTTPS_PROXY = "http://proxy:3128";
      patient.missingHosts = { "acme.yourvideo.live": "ENOTFOUND" };
    },
    says: [
      "warning Links: acme.yourvideo.live cannot be looked up on this machine (ENOTFOUND), so whether it exists is not known → npx pulumi-enablex doctor",
    ],
  },
  {
    name: "a clock that is late",
    make: (patient) => (patient.apiSays = { date: "Mon, 04 May 2026 12:03:00 GMT" }),
    says: [
      "warning Clock: is 3 min behind that of api.enablex.io, by which scheduled rooms open → sudo timedatectl set-ntp true",
    ],
  },
  {
    name: "a clock that is early, on a Mac",
    make: (patient) => {
      patient.platform = "darwin";
      patient.apiSays = { status: 401, date: "Mon, 04 May 2026 09:00:00 GMT", body: '{"result":0}' };
    },
    says: [
      `failure Rooms API: ${api} does not take the credentials (HTTP 401: no reason given): App ID and App Key do not belong together, or not to EnableX (where they are of Smartflo Meet, set enablex:platform to smartfloMeet) → pulumi config set --secret enablex:appKey`,
      "warning Clock: is 3 h ahead of that of api.enablex.io, by which scheduled rooms open → sudo sntp -sS time.apple.com",
    ],
  },
  {
    name: "an answer without a date",
    make: (patient) => (patient.apiSays = { date: "" }),
    says: ["skipped Clock"],
  },
  {
    name: "old provider code in the state",
    make: (patient) => {
      const old = { __provider: "exports.handler = __f0;" };
      patient.resources = [room(), ...["a", "b", "c", "d"].map((name) => room(old, name)), room({}, "e")];
    },
    says: [
      "failure Rooms: for 5 of 6 rooms a refresh or destroy would run the provider code in the state, which is old: a, b, c and more → pulumi up",
    ],
  },
  {
    name: "rooms of the native form, which hold no code",
    make: (patient) => (patient.resources = [{ ...room({}), type: "enablex:index:Room" }]),
    says: [],
  },
];

describe("doctor", () => {
  it("finds nothing wrong where all is well, and says where each value comes from", () =>
    withPatient(async (patient) => {
      patient.env = { ENABLEX_EDITION: "lite", ENABLEX_SUBDOMAIN: "other" };
      const findings = await examined(patient);
      assert.deepEqual(wrong(findings), []);
      const says = Object.fromEntries([...findings.values()].map(({ check, says }) => [check, says]));
      assert.deepEqual(says, {
        "Node.js": "20.20.2",
        "pulumi-enablex": `0.1.0, found from ${patient.folder}`,
        "@pulumi/pulumi": "3.259.0",
        Pulumi: "3.259.0",
        Login: "alice, https://api.pulumi.com",
        Stack: "rooms/dev",
        Configuration: "3 keys of enablex are set on the stack",
        "enablex:appId": "…0504, from the stack, secret",
        "enablex:appKey": "set, from the stack, secret",
        "enablex:platform": "enablex, the default",
        "enablex:subdomain": "acme, from the stack, which counts before another value in ENABLEX_SUBDOMAIN",
        "enablex:edition": "lite, from ENABLEX_EDITION",
        "Rooms API":
          "https://api.enablex.io/video/v1 takes the credentials of …0504; 0 rooms, answered in 0 ms",
        Links: "https://acme.yourvideo.app, which exists",
        Clock: "agrees with that of api.enablex.io to a second",
        Rooms: "1 room, run by the installed code",
        State: "holds no credential in the clear",
      });
    }));

  for (const { name, make, says, stack } of faults) {
    it(`finds ${name}`, () =>
      withPatient(async (patient) => {
        await make(patient);
        assert.deepEqual(
          wrong(await examined(patient, stack)),
          typeof says === "function" ? says(patient) : says,
        );
      }));
  }

  it("asks the API of each account once, for the list of rooms, and sends no credentials elsewhere", () =>
    withPatient(async (patient) => {
      const north = {
        appId: "a".repeat(24),
        appKey: "northern-key",
        platform: "smartfloMeet",
        subdomain: "north",
      };
      patient.config["enablex:accounts"] = onStack(JSON.stringify({ north }), true);
      patient.apiSays = { status: 500, body: "" };
      patient.missingHosts = { "north.yourvideo.live": "ENOTFOUND" };
      const findings = await examined(patient);
      const basic = (id: string, key: string) => `Basic ${Buffer.from(`${id}:${key}`).toString("base64")}`;
      assert.deepEqual(patient.asked, [
        { url: `${api}/rooms`, authorization: basic(appId, appKey) },
        {
          url: "https://api.smartflomeet.ttns.in/video/v1/rooms",
          authorization: basic(north.appId, north.appKey),
        },
      ]);
      assert.equal(findings.get("enablex:accounts")?.says, "north, from the stack, secret");
      assert.equal(findings.get("Rooms API, account north")?.status, "failure");
      assert.match(
        findings.get("Links, account north")?.mend ?? "",
        /^pulumi config set --secret enablex:accounts/,
      );
      assert.ok(!JSON.stringify([...findings]).includes("northern-key"));
    }));

  for (const [why, make] of [
    ["plain http", (patient) => (patient.config["enablex:apiUrl"] = onStack("http://10.0.0.1/video/v1"))],
    ["a platform that is none", (patient) => (patient.config["enablex:platform"] = onStack("x"))],
    [
      "a stack's configuration that cannot be read",
      (patient) => {
        patient.pulumiSays = { whoami: complains("whoami", "no") };
        patient.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey };
      },
    ],
  ] satisfies [string, (patient: Patient) => unknown][]) {
    it(`sends credentials nowhere because of ${why}`, () =>
      withPatient(async (patient) => {
        make(patient);
        assert.equal((await examined(patient)).get("Rooms API")?.status, "skipped");
        assert.deepEqual(patient.asked, []);
      }));
  }

  it("prints no credential and no host link, in whatever text it comes", () =>
    withPatient(async (patient) => {
      patient.config["enablex:subdomain"] = onStack(appKey);
      patient.config["enablex:platform"] = onStack(appId);
      patient.config["enablex:edition"] = onStack(
        `https://a.b/host/${Buffer.from(`${appId}-${appId}`).toString("base64")}`,
      );
      const north = { appId: "b".repeat(24), appKey: "northern-key" };
      patient.config["enablex:accounts"] = onStack(JSON.stringify({ north }), true);
      patient.config["enablex:meetingUrl"] = onStack("https://bob:hunter22@meet example.com");
      patient.config["enablex:busyTimeout"] = onStack("northern-key");
      patient.config["enablex:maxInFlight"] = onStack("overridden-key");
      patient.env.ENABLEX_APP_KEY = "overridden-key";
      patient.pulumiSays = {
        whoami: JSON.stringify({
          user: "alice",
          url: "postgres://alice:hunter22@db.example.com/pulumi?sslkey=hunter22",
        }),
      };
      patient.apiSays = {
        status: 404,
        body: JSON.stringify({
          error: `no ${appKey} of ${appId} with Basic ${Buffer.from(`${appId}:${appKey}`).toString("base64")}`,
        }),
      };
      const text = JSON.stringify([...(await examined(patient))]);
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

  it("reports each check in a line, and below it the line that mends it", () =>
    withPatient(async (patient) => {
      patient.apiSays = { status: 503, body: "" };
      patient.env.ENABLEX_SOMETHING = "x";
      const lines = report(await examine(patient), false).split("\n");
      assert.equal(lines[0], "Examining rooms/dev");
      const at = lines.findIndex((line) => line.startsWith("failure"));
      assert.match(lines[at]!, /^failure {2}Rooms API {10}https:\/\/api\.enablex\.io\/video\/v1 fails/);
      assert.equal(lines[at + 1], "         → npx pulumi-enablex doctor");
      assert.equal(lines.at(-1), "1 failure, 1 warning. Mend the first, and run this again.");
      assert.ok(report(await examine(patient), true).includes("\u001b[31mfailure\u001b[0m  Rooms API"));
    }));

  it("looks for the project in the folders above, as Pulumi does", () =>
    withPatient(async (patient) => {
      const deeper = join(patient.folder, "a", "b");
      await mkdir(deeper, { recursive: true });
      const findings = await examined({ ...patient, folder: deeper });
      assert.equal(findings.get("pulumi-enablex")?.says, `0.1.0, found from ${patient.folder}`);
    }));
});
