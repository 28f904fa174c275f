import { providerText } from "../../../sdk/provider-text";
import { room, type Setup } from "./project";
import { itFinds } from "./run-doctor";

const up = "→ pulumi up";
const repair = "→ pulumi refresh --run-program && pulumi up";
const kept =
  "a deployment with secret configuration replaces it, but the backend's history still contains it";
const newKey = "create a new App Key in the portal";
const leakedId = 'an App ID cannot be changed, see "The App ID has leaked" in docs/guides/secrets.md';

/** Adds a provider with plaintext credentials to the state. */
const leave = (setup: Setup, type: string, given: Record<string, string>) => {
  const inputs = { ...given, [type === "enablex" ? "subdomain" : "enablex:subdomain"]: "acme" };
  setup.resources.push({ urn: "…::default", type: `pulumi:providers:${type}`, id: "x", inputs });
};

describe("doctor: the state", () => {
  itFinds([
    {
      name: "old provider code in the state",
      cause: (setup) => {
        const old = { __provider: "exports.handler = __f0;" };
        setup.resources = [room(), ...["a", "b", "c", "d"].map((name) => room(old, name)), room({}, "e")];
      },
      expected: [
        `failure Rooms: the state contains old provider code for 5 of 6 rooms, which refresh and destroy would run: a, b, c and more ${up}`,
      ],
    },
    {
      name: "rooms that the API does not list, except for ended meetings and other accounts",
      cause: (setup) => {
        setup.apiResponse = { body: '{"result":0,"rooms":[]}' };
        const adhoc = room({ __provider: providerText, kind: "adhoc" }, "call");
        const member = { roomId: "60af1c2e5f8b9a0012345679", kind: "permanent" };
        const set = {
          ...room({ rooms: { "math-101": member } }, "timetable"),
          type: "enablex:index:RoomSet",
        };
        const provider = {
          urn: "urn:pulumi:dev::rooms::pulumi:providers:enablex::north",
          type: "pulumi:providers:enablex",
          id: "p",
        };
        const elsewhere = {
          ...room({}, "north"),
          type: "enablex:index:Room",
          provider: `${provider.urn}::p`,
        };
        const times = { kind: "scheduled", scheduledTime: "2026-05-04T09:00:00Z", durationMinutes: 60 };
        const over = room({ __provider: providerText, ...times }, "lesson");
        setup.resources = [room(), adhoc, set, provider, elsewhere, over];
      },
      expected: [
        `warning Rooms: the API does not list 2 of the 5 rooms in the state, so their links do not work: standup, timetable/math-101 ${repair}`,
      ],
    },
    {
      name: "one room of several that the API does not list",
      cause: (setup) =>
        setup.resources.push({
          ...room({ __provider: providerText }, "lobby"),
          id: "60af1c2e5f8b9a0012345679",
        }),
      expected: [
        `warning Rooms: the API does not list 1 of the 2 rooms in the state, so its links do not work: lobby ${repair}`,
      ],
    },
    {
      name: "rooms of which the API lists none",
      cause: (setup) => {
        setup.apiResponse = { body: '{"result":0,"rooms":null}' };
        setup.resources.push(room({ __provider: providerText }, "lobby"));
      },
      expected: [
        `warning Rooms: the API does not list 2 of the 2 rooms in the state, so their links do not work: standup, lobby; if they are in another project, configure that project instead of running the command below ${repair}`,
      ],
    },
    {
      name: "an only room that the API does not list",
      cause: (setup) => (setup.apiResponse = { body: '{"result":0,"rooms":null}' }),
      expected: [
        `warning Rooms: the API does not list the only room in the state, so its links do not work: standup; if it is in another project, configure that project instead of running the command below ${repair}`,
      ],
    },
    {
      name: "operations that an interrupted run left unfinished, on Windows",
      stack: "dev",
      cause: (setup) => {
        setup.platform = "win32";
        setup.pending = [{ resource: room(), type: "creating" }];
      },
      expected: [
        "warning State: an interrupted run left operations on standup unfinished: some rooms may be missing from the state → pulumi refresh --clear-pending-creates --stack dev; if ($?) { npx pulumi-enablex orphans --stack dev }",
      ],
    },
    {
      name: "an App ID in plain text, which cannot be changed",
      cause: (setup) => leave(setup, "pulumi-nodejs", { "enablex:appId": "i" }),
      expected: [`warning State: contains enablex:appId in plain text; ${kept}: ${leakedId} ${up}`],
    },
    {
      name: "accounts in plain text, each of which has an App ID and an App Key",
      cause: (setup) => leave(setup, "enablex", { accounts: "{}" }),
      expected: [
        `warning State: contains enablex:accounts in plain text; ${kept}: ${newKey}; ${leakedId} ${up}`,
      ],
    },
    {
      name: "secrets of rooms in plain text, from a transform or an older version",
      cause: (setup) => {
        const encrypted = { "4dabf18193072939515e22adb298388d": "1b47", ciphertext: "v1:x" };
        const outputs = { __provider: providerText, liveRecording: encrypted, sipPin: encrypted };
        const url = "rtmps://stream.example/live/very-secret-key";
        const studio = room(outputs, "studio");
        setup.resources = [
          room({ ...outputs, liveRecording: { autoRecording: true, url: encrypted } }),
          { ...studio, inputs: { ...studio.inputs, liveRecording: { url } } } as typeof studio,
          room({ ...outputs, sipPin: "123456" }, "board"),
        ];
      },
      expected: [
        `warning State: contains sipPin and liveRecording of studio, board in plain text, and so does the backend's history. If a transform or a policy adds it, wrap it there in pulumi.secret ${up}`,
      ],
    },
    {
      name: "several problems of a state at once",
      cause: (setup) => {
        setup.apiResponse = { body: '{"result":0,"rooms":[]}' };
        setup.pending = [{ resource: room(), type: "creating" }];
        setup.resources = [room({ __provider: "old" })];
        leave(setup, "pulumi-nodejs", { "enablex:appKey": "k" });
      },
      expected: [
        `failure Rooms: the state contains old provider code for 1 of 1 room, which refresh and destroy would run: standup ${up}`,
        `warning Rooms: the API does not list the only room in the state, so its links do not work: standup; if it is in another project, configure that project instead of running the command below ${repair}`,
        "warning State: an interrupted run left operations on standup unfinished: some rooms may be missing from the state → pulumi refresh --clear-pending-creates && npx pulumi-enablex orphans",
        `warning State: contains enablex:appKey in plain text; ${kept}: ${newKey} ${up}`,
      ],
    },
    {
      name: "rooms of the native form, which hold no code",
      cause: (setup) => (setup.resources = [{ ...room({}), type: "enablex:index:Room" }]),
      expected: [],
    },
    {
      name: "rooms of both forms, whose processes do not share a rate limit",
      cause: (setup) => {
        setup.config["enablex:requestsPerSecond"] = { value: "5", secret: false };
        setup.resources.push({ ...room({}, "native"), type: "enablex:index:Room" });
      },
      expected: [
        "warning State: the rooms of both forms use 2 processes, and each applies enablex:requestsPerSecond 5 separately: 10 per second in total → pulumi config set enablex:requestsPerSecond 2.5",
      ],
    },
    ...(
      [
        [
          "pulumi:providers:pulumi-nodejs",
          { "enablex:apiUrl": "http://127.0.0.1:8480", "enablex:subdomain": "acme" },
        ],
        ["pulumi:providers:enablex", { apiUrl: "http://127.0.0.1:8480", subdomain: "acme" }],
      ] as const
    ).map(([type, inputs]) => ({
      name: `a configuration that was fixed after the last deployment, from ${type}`,
      cause: (setup: Setup) => {
        setup.resources.push({ urn: "…::default", type, id: "x", inputs, outputs: inputs });
      },
      expected: [
        "warning State: the last pulumi up used a different enablex:apiUrl, and so do pulumi refresh and pulumi destroy until the next pulumi up → pulumi up",
      ],
    })),
    {
      name: "nothing wrong with an explicit Provider and its own settings",
      cause: (setup) => {
        const inputs = { apiUrl: "https://rooms.example.com/video/v1" };
        setup.resources.push({
          urn: "…::north",
          type: "pulumi:providers:enablex",
          id: "x",
          inputs,
          outputs: inputs,
        });
      },
      expected: [],
    },
  ]);
});
