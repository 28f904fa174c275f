import { providerText } from "../../../sdk/provider-text";
import { finds } from "./examined";
import { type Patient, room } from "./patient";

const up = "→ pulumi up";
const repair = "→ pulumi refresh --run-program && pulumi up";
const kept =
  "a deployment with secret configuration replaces it, but the backend's history still contains it";
const newKey = "create a new App Key in the portal";
const leakedId = 'an App ID cannot be changed, see "The App ID has leaked" in docs/guides/secrets.md';

/** Leaves credentials in the clear in the entry of a provider. */
const leave = (patient: Patient, type: string, given: Record<string, string>) => {
  const inputs = { ...given, [type === "enablex" ? "subdomain" : "enablex:subdomain"]: "acme" };
  patient.resources.push({ urn: "…::default", type: `pulumi:providers:${type}`, id: "x", inputs });
};

describe("doctor: the state", () => {
  finds([
    {
      name: "old provider code in the state",
      make: (patient) => {
        const old = { __provider: "exports.handler = __f0;" };
        patient.resources = [room(), ...["a", "b", "c", "d"].map((name) => room(old, name)), room({}, "e")];
      },
      says: [
        `failure Rooms: the state contains old provider code for 5 of 6 rooms, which refresh and destroy would run: a, b, c and more ${up}`,
      ],
    },
    {
      name: "rooms that the API does not list, but for calls and lessons that are over and those of another account",
      make: (patient) => {
        patient.apiSays = { body: '{"result":0,"rooms":[]}' };
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
        patient.resources = [room(), adhoc, set, provider, elsewhere, over];
      },
      says: [
        `warning Rooms: the API does not list 2 of the 5 rooms in the state, so their links do not work: standup, timetable/math-101 ${repair}`,
      ],
    },
    {
      name: "one room of several that the API does not list",
      make: (patient) =>
        patient.resources.push({
          ...room({ __provider: providerText }, "lobby"),
          id: "60af1c2e5f8b9a0012345679",
        }),
      says: [
        `warning Rooms: the API does not list 1 of the 2 rooms in the state, so its links do not work: lobby ${repair}`,
      ],
    },
    {
      name: "rooms that the API lists none of",
      make: (patient) => {
        patient.apiSays = { body: '{"result":0,"rooms":null}' };
        patient.resources.push(room({ __provider: providerText }, "lobby"));
      },
      says: [
        `warning Rooms: the API does not list 2 of the 2 rooms in the state, so their links do not work: standup, lobby; if they are of another project, configure that project again instead of running the command below ${repair}`,
      ],
    },
    {
      name: "an only room that the API does not list",
      make: (patient) => (patient.apiSays = { body: '{"result":0,"rooms":null}' }),
      says: [
        `warning Rooms: the API does not list the only room in the state, so its links do not work: standup; if it is of another project, configure that project again instead of running the command below ${repair}`,
      ],
    },
    {
      name: "work that an interrupted run has begun, on Windows",
      stack: "dev",
      make: (patient) => {
        patient.platform = "win32";
        patient.pending = [{ resource: room(), type: "creating" }];
      },
      says: [
        "warning State: an interrupted run left operations on standup unfinished: rooms may exist that the state does not contain → pulumi refresh --clear-pending-creates --stack dev; if ($?) { npx pulumi-enablex orphans --stack dev }",
      ],
    },
    {
      name: "an App ID in the clear, which cannot be changed",
      make: (patient) => leave(patient, "pulumi-nodejs", { "enablex:appId": "i" }),
      says: [`warning State: contains enablex:appId in the clear; ${kept}: ${leakedId} ${up}`],
    },
    {
      name: "accounts in the clear, each of which has an App ID and an App Key",
      make: (patient) => leave(patient, "enablex", { accounts: "{}" }),
      says: [`warning State: contains enablex:accounts in the clear; ${kept}: ${newKey}; ${leakedId} ${up}`],
    },
    {
      name: "secrets of rooms in the clear, which a transform added, or an older build left",
      make: (patient) => {
        const encrypted = { "4dabf18193072939515e22adb298388d": "1b47", ciphertext: "v1:x" };
        const outputs = { __provider: providerText, liveRecording: encrypted, sipPin: encrypted };
        const url = "rtmps://stream.example/live/very-secret-key";
        const studio = room(outputs, "studio");
        patient.resources = [
          room({ ...outputs, liveRecording: { autoRecording: true, url: encrypted } }),
          { ...studio, inputs: { ...studio.inputs, liveRecording: { url } } } as typeof studio,
          room({ ...outputs, sipPin: "123456" }, "board"),
        ];
      },
      says: [
        `warning State: contains sipPin and liveRecording of studio, board in the clear, and so does the backend's history. If a transform or a policy adds it, wrap it there in pulumi.secret ${up}`,
      ],
    },
    {
      name: "everything at once that a state can hold",
      make: (patient) => {
        patient.apiSays = { body: '{"result":0,"rooms":[]}' };
        patient.pending = [{ resource: room(), type: "creating" }];
        patient.resources = [room({ __provider: "old" })];
        leave(patient, "pulumi-nodejs", { "enablex:appKey": "k" });
      },
      says: [
        `failure Rooms: the state contains old provider code for 1 of 1 room, which refresh and destroy would run: standup ${up}`,
        `warning Rooms: the API does not list the only room in the state, so its links do not work: standup; if it is of another project, configure that project again instead of running the command below ${repair}`,
        "warning State: an interrupted run left operations on standup unfinished: rooms may exist that the state does not contain → pulumi refresh --clear-pending-creates && npx pulumi-enablex orphans",
        `warning State: contains enablex:appKey in the clear; ${kept}: ${newKey} ${up}`,
      ],
    },
    {
      name: "rooms of the native form, which hold no code",
      make: (patient) => (patient.resources = [{ ...room({}), type: "enablex:index:Room" }]),
      says: [],
    },
    {
      name: "rooms of both forms, whose processes do not share a rate limit",
      make: (patient) => {
        patient.config["enablex:requestsPerSecond"] = { value: "5", secret: false };
        patient.resources.push({ ...room({}, "native"), type: "enablex:index:Room" });
      },
      says: [
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
      name: `a configuration that was mended after the last deployment, by ${type}`,
      make: (patient: Patient) => {
        patient.resources.push({ urn: "…::default", type, id: "x", inputs, outputs: inputs });
      },
      says: [
        "warning State: the last pulumi up used another enablex:apiUrl, which pulumi refresh and pulumi destroy use until the next pulumi up → pulumi up",
      ],
    })),
    {
      name: "nothing wrong with a Provider of the program's own, which has settings of its own",
      make: (patient) => {
        const inputs = { apiUrl: "https://rooms.example.com/video/v1" };
        patient.resources.push({
          urn: "…::north",
          type: "pulumi:providers:enablex",
          id: "x",
          inputs,
          outputs: inputs,
        });
      },
      says: [],
    },
  ]);
});
