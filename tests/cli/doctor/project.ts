import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../../cli/doctor/environment";
import { PulumiError } from "../../../cli/pulumi/command";
import { providerText } from "../../../sdk/provider-text";
import { fakeClock, NOON } from "../../support/clock";

export const appId = "5f9e8d7c6b5a493827160504";
export const appKey = "EmulatorAppKeyForLocalUseOnly0000000";

/** A setup without problems, which a test changes. */
export interface Setup extends Environment {
  /** The stack's configuration. */
  config: Record<string, { value?: string; secret: boolean }>;
  resources: unknown[];
  /** Pending operations of an interrupted run. */
  pending: unknown[];
  /** Other outputs of `pulumi`, by the beginning of its arguments; an Error is thrown. */
  pulumiOutput: Record<string, string | Error>;
  /** The API's response; an Error fails the connection. */
  apiResponse: { status?: number; body?: string; date?: string } | Error;
  /** Error codes of DNS lookups, by host. */
  missingHosts: Record<string, string>;
  /** The URL and credentials of each request. */
  requests: { url: string; authorization?: string }[];
}

/** Runs a test with a stack `rooms/dev` on EnableX, in a temporary folder with the package installed. */
export async function withProject(test: (setup: Setup) => Promise<void>): Promise<void> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "doctor-")));
  try {
    await writeFile(join(folder, "Pulumi.yaml"), "name: rooms\nruntime: nodejs\n");
    await writeFile(join(folder, "index.ts"), "");
    await install(folder, "pulumi-enablex", "0.1.0", {
      "./dynamic": "./index.js",
      "./package.json": "./package.json",
    });
    await install(folder, "@pulumi/pulumi", "3.259.0");
    await test(createSetup(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Installs a package into a folder's node_modules. */
export async function install(
  folder: string,
  name: string,
  version: string,
  exports?: object,
): Promise<void> {
  const home = join(folder, "node_modules", name);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, "package.json"), JSON.stringify({ name, version, ...(exports && { exports }) }));
  await writeFile(join(home, "index.js"), "");
}

/** The environment variables of a stack on EnableX. */
export const credentials = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey, ENABLEX_SUBDOMAIN: "acme" };

/** The checks that require a stack, if the environment has the credentials. */
export const skippedWithoutStack = [
  "Lock",
  "Configuration",
  "enablex:platform",
  "Rooms API",
  "Clock",
  "Rooms",
  "State",
].map((check) => `skipped ${check}`);

export const onStack = (value: string, secret = false) => ({ value, secret });

/** Configures a stack for the emulator at its default port. */
export function onEmulator({ config }: Setup): void {
  config["enablex:apiUrl"] = onStack("http://127.0.0.1:8480/video/v1");
  config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
}

/** A room's resource in a state. */
export const room = (outputs: Record<string, unknown> = { __provider: providerText }, name = "standup") => ({
  urn: `urn:pulumi:dev::rooms::pulumi-nodejs:dynamic/enablex:Room::${name}`,
  type: "pulumi-nodejs:dynamic/enablex:Room",
  id: "60af1c2e5f8b9a0012345678",
  inputs: { __provider: outputs.__provider },
  outputs,
});

function createSetup(folder: string): Setup {
  const clock = fakeClock();
  const setup: Setup = {
    folder,
    env: {},
    nodeVersion: "20.20.2",
    packageVersion: "0.1.0",
    platform: "linux",
    host: "build-7",
    isRunning: () => false,
    clock,
    config: {
      "enablex:appId": onStack(appId, true),
      "enablex:appKey": onStack(appKey, true),
      "enablex:subdomain": onStack("acme"),
    },
    resources: [
      { urn: "urn:pulumi:dev::rooms::pulumi:pulumi:Stack::rooms-dev", type: "pulumi:pulumi:Stack" },
      room(),
    ],
    pending: [],
    pulumiOutput: {},
    apiResponse: {},
    missingHosts: {},
    requests: [],
    async pulumi(args) {
      const line = args.join(" ");
      const instead = Object.entries(setup.pulumiOutput).find(([start]) => line.startsWith(start))?.[1];
      if (instead instanceof Error) throw instead;
      return instead ?? defaults(setup, line);
    },
    async fetch(url, { headers }) {
      setup.requests.push({ url, authorization: headers.Authorization });
      if (setup.apiResponse instanceof Error) throw setup.apiResponse;
      const {
        status = 200,
        body = `{"result":0,"rooms":[{"room_id":"${room().id}"}]}`,
        date = new Date(NOON).toUTCString(),
      } = setup.apiResponse;
      return {
        status,
        headers: { get: (name) => (name === "date" ? date : null) },
        text: async () => body,
      };
    },
    async lookup(host) {
      const code = setup.missingHosts[host];
      if (code) throw Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code });
    },
  };
  return setup;
}

function defaults({ config, resources, pending }: Setup, line: string): string {
  if (line.startsWith("version")) return "v3.259.0\n";
  if (line.startsWith("whoami")) return JSON.stringify({ user: "alice", url: "https://api.pulumi.com" });
  if (line.startsWith("stack --show-name")) return "dev\n";
  if (line.startsWith("stack ls")) return JSON.stringify([{ name: "dev", updateInProgress: false }]);
  if (line.startsWith("stack export"))
    return JSON.stringify({ deployment: { resources, pending_operations: pending } });
  if (line.startsWith("config --json --show-secrets")) return JSON.stringify(config);
  if (line.startsWith("config --json")) {
    const hidden = Object.entries(config).map(([key, { value, secret }]) => [
      key,
      secret ? { secret } : { value, secret },
    ]);
    return JSON.stringify(Object.fromEntries(hidden));
  }
  throw new Error(`the doctor ran pulumi ${line}`);
}

/** The error of a `pulumi` command: the command and its last line. */
export const pulumiError = (command: string, text: string) => new PulumiError(command.split(" "), text);

/** The error of a failed connection. */
export const connectionError = (code: string) =>
  Object.assign(new Error(`request failed, reason: ${code}`), { code });
