import { appId, appKey, onStack, type Setup } from "./project";
import { api, itFinds } from "./run-doctor";

/** Adds the account `north`, with credentials that the API accepts. */
function withAccount({ config }: Setup, links: { subdomain?: string }): void {
  config["enablex:accounts"] = onStack(JSON.stringify({ north: { appId, appKey, ...links } }), true);
}

describe("doctor: the links and the clock", () => {
  itFinds([
    {
      name: "a subdomain that does not exist",
      cause: (setup) =>
        (setup.missingHosts = { "acme.yourvideo.live": "ENOTFOUND", "acme.yourvideo.app": "ENOTFOUND" }),
      expected: [
        "failure Links: the host acme.yourvideo.live does not exist, so the links do not work → pulumi config set enablex:subdomain <subdomain>",
      ],
    },
    {
      name: "a subdomain of the other edition",
      cause: (setup) => (setup.missingHosts = { "acme.yourvideo.live": "ENOTFOUND" }),
      expected: [
        "failure Links: the host acme.yourvideo.live does not exist, so the links do not work; acme.yourvideo.app exists → pulumi config set enablex:edition lite",
      ],
    },
    {
      name: "a domain of one's own that does not exist",
      cause: (setup) => {
        setup.config["enablex:meetingUrl"] = onStack("https://meet.example.com");
        setup.missingHosts = { "meet.example.com": "ENOTFOUND" };
      },
      expected: [
        "failure Links: the host meet.example.com does not exist, so the links do not work → pulumi config set enablex:meetingUrl https://<host>",
      ],
    },
    {
      name: "a subdomain of a named account that does not exist, and leaves the stack's links alone",
      cause: (setup) => {
        setup.config["enablex:meetingUrl"] = onStack("https://meet.example.com");
        withAccount(setup, { subdomain: "north" });
        setup.missingHosts = { "north.yourvideo.live": "ENOTFOUND" };
      },
      expected: [
        "failure Links, account north: the host north.yourvideo.live does not exist, so the links do not work; write all accounts to accounts.json first → test -s accounts.json && pulumi config set --secret enablex:accounts < accounts.json",
      ],
    },
    {
      name: "links of the stack that a named account inherits, and prints the same fix",
      cause: (setup) => {
        setup.config["enablex:meetingUrl"] = onStack("https://meet.example.com");
        withAccount(setup, {});
        setup.missingHosts = { "meet.example.com": "ENOTFOUND" };
      },
      expected: ["Links", "Links, account north"].map(
        (check) =>
          `failure ${check}: the host meet.example.com does not exist, so the links do not work → pulumi config set enablex:meetingUrl https://<host>`,
      ),
    },
    {
      name: "an inherited subdomain of the other edition",
      cause: (setup) => {
        withAccount(setup, {});
        setup.missingHosts = { "acme.yourvideo.live": "ENOTFOUND" };
      },
      expected: ["Links", "Links, account north"].map(
        (check) =>
          `failure ${check}: the host acme.yourvideo.live does not exist, so the links do not work; acme.yourvideo.app exists → pulumi config set enablex:edition lite`,
      ),
    },
    {
      name: "hosts that only a proxy can resolve",
      cause: (setup) => {
        setup.env.HTTPS_PROXY = "http://proxy:3128";
        setup.missingHosts = { "acme.yourvideo.live": "ENOTFOUND" };
      },
      expected: [
        "warning Links: acme.yourvideo.live cannot be resolved on this machine (ENOTFOUND), so it may not exist → npx pulumi-enablex doctor",
      ],
    },
    {
      name: "a slow clock",
      cause: (setup) => (setup.apiResponse = { date: "Mon, 04 May 2026 12:03:00 GMT" }),
      expected: [
        "warning Clock: is 3 min behind the clock of api.enablex.io, which decides when scheduled rooms open → sudo timedatectl set-ntp true",
      ],
    },
    {
      name: "a fast clock on macOS",
      cause: (setup) => {
        setup.platform = "darwin";
        setup.apiResponse = { status: 401, date: "Mon, 04 May 2026 09:00:00 GMT", body: '{"result":0}' };
      },
      expected: [
        `failure Rooms API: ${api} rejects the credentials (HTTP 401: no reason given): App ID and App Key do not match, or do not belong to EnableX (if they belong to Smartflo Meet, set enablex:platform to smartfloMeet) → pulumi config set --secret enablex:appId && pulumi config set --secret enablex:appKey`,
        "warning Clock: is 3 h ahead of the clock of api.enablex.io, which decides when scheduled rooms open → sudo sntp -sS time.apple.com",
      ],
    },
    {
      name: "a response without a date",
      cause: (setup) => (setup.apiResponse = { date: "" }),
      expected: ["skipped Clock"],
    },
  ]);
});
