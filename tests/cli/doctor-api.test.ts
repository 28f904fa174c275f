import assert from "node:assert/strict";
import { api, finds } from "./examined";
import { appId, appKey, broken, onStack } from "./patient";

describe("doctor: the API, the links and the clock", () => {
  finds([
    {
      name: "wrong credentials",
      make: (patient) =>
        (patient.apiSays = {
          status: 401,
          body: '{"result":10000,"error":"Application not found","desc":""}',
        }),
      says: [
        `failure Rooms API: ${api} does not take the credentials (HTTP 401, result 10000: Application not found): App ID and App Key do not belong together, or not to EnableX (where they are of Smartflo Meet, set enablex:platform to smartfloMeet) → pulumi config set --secret enablex:appId && pulumi config set --secret enablex:appKey`,
      ],
    },
    {
      name: "wrong credentials, from the environment, on Windows",
      make: (patient) => {
        patient.apiSays = { status: 401, body: "" };
        patient.platform = "win32";
        patient.config = {
          "enablex:subdomain": onStack("acme"),
          "enablex:platform": onStack("smartfloMeet"),
        };
        patient.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey };
      },
      says: [
        `failure Rooms API: https://api.smartflomeet.ttns.in/video/v1 does not take the credentials (HTTP 401: an empty answer): App ID and App Key do not belong together, or not to Smartflo Meet (where they are of EnableX, set enablex:platform to enablex) → $env:ENABLEX_APP_ID = "…"; if ($?) { $env:ENABLEX_APP_KEY = "…" }`,
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
        `failure Rooms API: ${api} knows the project, and refuses it (HTTP 403: suspended) → xdg-open https://portal.enablex.io`,
      ],
    },
    {
      name: "an HTML page for an answer, at an address of its own",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("https://www.example.com/api");
        patient.apiSays = { status: 200, body: "<html><h1>Welcome</h1>" };
      },
      says: [
        'failure Rooms API: there is no rooms API at https://www.example.com/api (the answer is not the rooms API\'s: HTTP 200, HTML: "Welcome") → pulumi config set enablex:apiUrl https://<host>/video/v1',
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
        "failure Rooms API: there is no rooms API at https://api.enablex.io/vide (HTTP 404: Not Found) → export ENABLEX_API_URL=https://api.enablex.io/video/v1",
      ],
    },
    {
      name: "another API that answers with JSON",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("https://api.example.com");
        patient.apiSays = { body: '{"rooms":"none"}' };
      },
      says: [
        "failure Rooms API: there is no rooms API at https://api.example.com (its answer is JSON without a list of rooms) → pulumi config set enablex:apiUrl https://<host>/video/v1",
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
      name: "a proxy that asks for credentials",
      make: (patient) => (patient.apiSays = { status: 407, body: "" }),
      says: [
        `failure Rooms API: the proxy before ${api} asks for credentials → export HTTPS_PROXY='http://<user>:<password>@<proxy>:<port>'`,
      ],
    },
    {
      name: "a white label that refuses a project, and has no portal that is known",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("https://api.example.com/video/v1");
        patient.apiSays = { status: 403, body: '{"error_code":"PROJECT_SUSPENDED","message":"suspended"}' };
      },
      says: [
        "failure Rooms API: https://api.example.com/video/v1 knows the project, and refuses it (HTTP 403: suspended) → npx pulumi-enablex doctor",
      ],
    },
    {
      name: "an emulator that is asked by https",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("https://127.0.0.1:8480/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("https://127.0.0.1:8480");
        patient.apiSays = new Error("wrong version number");
      },
      says: [
        "failure Rooms API: no way to https://127.0.0.1:8480/video/v1: the connection to 127.0.0.1:8480 broke: wrong version number → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
        "skipped Clock",
      ],
    },
    {
      name: "a certificate that has expired",
      make: (patient) => (patient.apiSays = broken("CERT_HAS_EXPIRED")),
      says: [
        `failure Rooms API: no way to ${api}: the certificate of api.enablex.io has expired; who runs it must renew it → npx pulumi-enablex doctor`,
        "skipped Clock",
      ],
    },
    {
      name: "a white label that is not reached, whose address stays",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("https://api.example.com/video/v1");
        patient.apiSays = broken("EHOSTUNREACH");
      },
      says: [
        "failure Rooms API: no way to https://api.example.com/video/v1: api.example.com cannot be reached → export HTTPS_PROXY='http://<proxy>:<port>'",
        "skipped Clock",
      ],
    },
    {
      name: "a slip in the host of a white label",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("https://api.exmaple.com/video/v1");
        patient.apiSays = broken("ENOTFOUND");
      },
      says: [
        "failure Rooms API: no way to https://api.exmaple.com/video/v1: there is no host api.exmaple.com → pulumi config set enablex:apiUrl https://<host>/video/v1",
        "skipped Clock",
      ],
    },
    {
      name: "another program at the port of the emulator",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8480/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
        patient.apiSays = { status: 404, body: "<html><h1>Nothing here</h1>" };
      },
      says: ({ folder }) => [
        `failure Rooms API: there is no rooms API at http://127.0.0.1:8480/video/v1 (the answer is not the rooms API's: HTTP 404, HTML: "Nothing here") → cd ${folder} && npx pulumi-enablex emulator --port 0`,
      ],
    },
    {
      name: "an emulator that does not run",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8480/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
        patient.apiSays = broken("ECONNREFUSED");
      },
      says: ({ folder }) => [
        `failure Rooms API: the emulator does not run at http://127.0.0.1:8480/video/v1; it takes a terminal of its own → cd ${folder} && npx pulumi-enablex emulator --port 8480`,
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
      name: "links of an emulator beside the vendor's API, which is not asked",
      make: (patient) => {
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
        patient.fetch = () => assert.fail("it asked");
      },
      says: [
        "skipped Rooms API",
        "failure Links: http://127.0.0.1:8480 is an emulator's, and the rooms API is https://api.enablex.io/video/v1, whose rooms it does not have; for the account instead of the emulator, take enablex:meetingUrl out → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
        "skipped Clock",
      ],
    },
    {
      name: "an emulator's address without its path",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8480");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
        patient.apiSays = { status: 404, body: "<html><h1>There is no such room</h1>" };
      },
      says: [
        'failure Rooms API: there is no rooms API at http://127.0.0.1:8480 (the answer is not the rooms API\'s: HTTP 404, HTML: "There is no such room") → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1',
      ],
    },
    {
      name: "nothing wrong with two names of this machine",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("http://localhost:8480/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
      },
      says: [],
    },
    {
      name: "two emulators, one for the API and one for the links",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8481/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
      },
      says: [
        "warning Links: http://127.0.0.1:8480 is not where the rooms API is, http://127.0.0.1:8481/video/v1: two emulators have no rooms in common → pulumi config set enablex:meetingUrl http://127.0.0.1:8481",
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
        `failure Rooms API: ${api} does not take the credentials (HTTP 401: no reason given): App ID and App Key do not belong together, or not to EnableX (where they are of Smartflo Meet, set enablex:platform to smartfloMeet) → pulumi config set --secret enablex:appId && pulumi config set --secret enablex:appKey`,
        "warning Clock: is 3 h ahead of that of api.enablex.io, by which scheduled rooms open → sudo sntp -sS time.apple.com",
      ],
    },
    {
      name: "an answer without a date",
      make: (patient) => (patient.apiSays = { date: "" }),
      says: ["skipped Clock"],
    },
  ]);
});
