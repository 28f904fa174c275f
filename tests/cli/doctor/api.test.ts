import { ProxyError } from "../../../provider/api/proxy";
import { TransportError } from "../../../provider/api/transport";
import { appId, appKey, connectionError, onStack } from "./project";
import { api, itFinds } from "./run-doctor";

const proxyFailure = (what: string, status: number) =>
  new TransportError(new ProxyError(what, "127.0.0.1:3128", status), false, "127.0.0.1:3128");

describe("doctor: the API", () => {
  itFinds([
    {
      name: "wrong credentials",
      cause: (setup) =>
        (setup.apiResponse = {
          status: 401,
          body: '{"result":10000,"error":"Application not found","desc":""}',
        }),
      expected: [
        `failure Rooms API: ${api} rejects the credentials (HTTP 401, result 10000: Application not found): App ID and App Key do not match, or do not belong to EnableX (if they belong to Smartflo Meet, set enablex:platform to smartfloMeet) → pulumi config set --secret enablex:appId && pulumi config set --secret enablex:appKey`,
      ],
    },
    {
      name: "wrong credentials, from the environment, on Windows",
      cause: (setup) => {
        setup.apiResponse = { status: 401, body: "" };
        setup.platform = "win32";
        setup.config = {
          "enablex:subdomain": onStack("acme"),
          "enablex:platform": onStack("smartfloMeet"),
        };
        setup.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey };
      },
      expected: [
        `failure Rooms API: https://api.smartflomeet.ttns.in/video/v1 rejects the credentials (HTTP 401: an empty response): App ID and App Key do not match, or do not belong to Smartflo Meet (if they belong to EnableX, set enablex:platform to enablex) → $env:ENABLEX_APP_ID = "…"; if ($?) { $env:ENABLEX_APP_KEY = "…" }`,
      ],
    },
    {
      name: "a project that is suspended",
      cause: (setup) =>
        (setup.apiResponse = {
          status: 403,
          body: '{"status":"error","error_code":"PROJECT_SUSPENDED","message":"suspended"}',
        }),
      expected: [
        `failure Rooms API: ${api} refuses this project (HTTP 403: suspended) → xdg-open https://portal.enablex.io`,
      ],
    },
    {
      name: "an HTML page instead of an API response",
      cause: (setup) => {
        setup.config["enablex:apiUrl"] = onStack("https://www.example.com/api");
        setup.apiResponse = { status: 200, body: "<html><h1>Welcome</h1>" };
      },
      expected: [
        'failure Rooms API: there is no rooms API at https://www.example.com/api (the response is not from the rooms API: HTTP 200, HTML: "Welcome") → pulumi config set enablex:apiUrl https://<host>/video/v1',
      ],
    },
    {
      name: "the HTML page of a proxy",
      cause: (setup) => (setup.apiResponse = { status: 403, body: "<html><h1>Blocked</h1>" }),
      expected: [
        `failure Rooms API: a proxy or firewall responds instead of ${api} (HTTP 403: HTML: "Blocked") → export HTTPS_PROXY='http://<proxy>:<port>'`,
      ],
    },
    {
      name: "an address with a wrong path, from the environment",
      cause: (setup) => {
        setup.env.ENABLEX_API_URL = "https://api.enablex.io/vide";
        setup.apiResponse = { status: 404, body: '{"error":"Not Found"}' };
      },
      expected: [
        "failure Rooms API: there is no rooms API at https://api.enablex.io/vide (HTTP 404: Not Found) → export ENABLEX_API_URL=https://api.enablex.io/video/v1",
      ],
    },
    {
      name: "another API that answers with JSON",
      cause: (setup) => {
        setup.config["enablex:apiUrl"] = onStack("https://api.example.com");
        setup.apiResponse = { body: '{"rooms":"none"}' };
      },
      expected: [
        "failure Rooms API: there is no rooms API at https://api.example.com (its response is JSON without a list of rooms) → pulumi config set enablex:apiUrl https://<host>/video/v1",
      ],
    },
    {
      name: "no network",
      cause: (setup) => {
        setup.apiResponse = connectionError("ENOTFOUND");
        setup.missingHosts = { "acme.yourvideo.live": "EAI_AGAIN" };
      },
      expected: [
        `failure Rooms API: cannot connect to ${api}: there is no host api.enablex.io → export HTTPS_PROXY='http://<proxy>:<port>'`,
        "warning Links: acme.yourvideo.live cannot be resolved on this machine (EAI_AGAIN), so it may not exist → npx pulumi-enablex doctor",
        "skipped Clock",
      ],
    },
    {
      name: "a certificate of an unknown authority",
      cause: (setup) => (setup.apiResponse = connectionError("SELF_SIGNED_CERT_IN_CHAIN")),
      expected: [
        `failure Rooms API: cannot connect to ${api}: the certificate of api.enablex.io is not signed by a known authority → export NODE_EXTRA_CA_CERTS='<file.pem>'`,
        "skipped Clock",
      ],
    },
    {
      name: "a request that times out",
      cause: (setup) => (setup.apiResponse = Object.assign(new Error("timeout"), { name: "TimeoutError" })),
      expected: [
        `failure Rooms API: cannot connect to ${api}: api.enablex.io did not respond within 10 s → export HTTPS_PROXY='http://<proxy>:<port>'`,
        "skipped Clock",
      ],
    },
    {
      name: "a proxy that requires credentials",
      cause: (setup) => (setup.apiResponse = { status: 407, body: "" }),
      expected: [
        `failure Rooms API: the proxy in front of ${api} requires credentials → export HTTPS_PROXY='http://<user>:<password>@<proxy>:<port>'`,
      ],
    },
    {
      name: "a proxy that requires credentials for a tunnel",
      cause: (setup) => (setup.apiResponse = proxyFailure("asks for credentials", 407)),
      expected: [
        `failure Rooms API: the proxy in front of ${api} requires credentials → export HTTPS_PROXY='http://<user>:<password>@<proxy>:<port>'`,
        "skipped Clock",
      ],
    },
    {
      name: "a proxy that refuses",
      cause: (setup) =>
        (setup.apiResponse = proxyFailure("the proxy 127.0.0.1:3128 refuses the connection (HTTP 403)", 403)),
      expected: [
        `failure Rooms API: cannot connect to ${api}: the proxy 127.0.0.1:3128 refuses the connection (HTTP 403) → export HTTPS_PROXY='http://<proxy>:<port>'`,
        "skipped Clock",
      ],
    },
    {
      name: "a white label without a known portal that refuses a project",
      cause: (setup) => {
        setup.config["enablex:apiUrl"] = onStack("https://api.example.com/video/v1");
        setup.apiResponse = { status: 403, body: '{"error_code":"PROJECT_SUSPENDED","message":"suspended"}' };
      },
      expected: [
        "failure Rooms API: https://api.example.com/video/v1 refuses this project (HTTP 403: suspended) → npx pulumi-enablex doctor",
      ],
    },
    {
      name: "a certificate that has expired",
      cause: (setup) => (setup.apiResponse = connectionError("CERT_HAS_EXPIRED")),
      expected: [
        `failure Rooms API: cannot connect to ${api}: the certificate of api.enablex.io has expired; its operator must renew it → npx pulumi-enablex doctor`,
        "skipped Clock",
      ],
    },
    {
      name: "a white label that cannot be reached, and keeps its address",
      cause: (setup) => {
        setup.config["enablex:apiUrl"] = onStack("https://api.example.com/video/v1");
        setup.apiResponse = connectionError("EHOSTUNREACH");
      },
      expected: [
        "failure Rooms API: cannot connect to https://api.example.com/video/v1: api.example.com cannot be reached → export HTTPS_PROXY='http://<proxy>:<port>'",
        "skipped Clock",
      ],
    },
    {
      name: "a typo in the host of a white label",
      cause: (setup) => {
        setup.config["enablex:apiUrl"] = onStack("https://api.exmaple.com/video/v1");
        setup.apiResponse = connectionError("ENOTFOUND");
      },
      expected: [
        "failure Rooms API: cannot connect to https://api.exmaple.com/video/v1: there is no host api.exmaple.com → pulumi config set enablex:apiUrl https://<host>/video/v1",
        "skipped Clock",
      ],
    },
    {
      name: "an API that fails",
      stack: "dev",
      cause: (setup) => (setup.apiResponse = { status: 503, body: "" }),
      expected: [
        `failure Rooms API: ${api} fails (HTTP 503: an empty response); this may be temporary → npx pulumi-enablex doctor --stack dev`,
      ],
    },
    {
      name: "a rate limit",
      cause: (setup) => (setup.apiResponse = { status: 429, body: "" }),
      expected: [
        `warning Rooms API: ${api} has reached its rate limit, so the credentials were not checked → npx pulumi-enablex doctor`,
      ],
    },
  ]);
});
