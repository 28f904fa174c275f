import assert from "node:assert/strict";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Emulator, startEmulator } from "../../emulator/index";
import { inputNames, secretNames } from "../../provider/room/properties";
import { type Engine, startEngine } from "../plugin/fake-engine";
import { pluginFile, root, startProcess } from "../support/plugin";
import { type Json, type Provider, shown, speak, urnOf } from "../support/protocol";

/** Rooms through one of the front ends. Property bags are plain, without what a front end adds. */
export interface Rooms {
  emulator: Emulator;
  /** The log lines that the user sees. */
  lines: string[];
  check(name: string, inputs: Json, olds?: Json): Promise<{ inputs: Json; failures: Json[] }>;
  diff(id: string, state: Json, inputs: Json): Promise<{ changes: boolean; replaces: string[] }>;
  create(inputs: Json): Promise<{ id: string; state: Json }>;
  /** Without a state, reads a room that the program does not declare. */
  read(id: string, state?: Json): Promise<{ id: string; state?: Json; inputs?: Json }>;
  update(id: string, state: Json, inputs: Json): Promise<Json>;
  delete(id: string, state: Json): Promise<void>;
  /** Starts another run. */
  nextRun(): Promise<void>;
}

/** A front end in its own process, with its own engine. */
export interface FrontEnd extends AsyncDisposable {
  rooms: Rooms;
  /** The process, in the engine's protocol. */
  provider: Provider;
  /** All calls, responses, API requests and log lines since the last call. */
  takeRecord(): unknown;
}

/** The text in a dynamic room's state. */
export const providerText = 'exports.handler=()=>require("pulumi-enablex/dynamic")';

const noon = () => new Date("2026-05-04T12:00:00.000Z");
/** The credentials of a second project. */
export const otherAccount = { appId: "a".repeat(24), appKey: "B".repeat(36) };

/** @param shared the emulator to use; by default one of its own */
export const startDynamic = (shared?: Emulator) =>
  start(shared, join(root, "node_modules/@pulumi/pulumi/cmd/dynamic-provider"), "enablex:", (provider) => ({
    // The class Room adds what the host does not know.
    check: async (name, inputs, olds = {}) =>
      plain(
        await provider.check(
          urnOf(name),
          withText({ ...inputs, declaredAs: `acme/dev/${name}` }),
          withText(olds),
        ),
      ),
    diff: async (id, state, inputs) => {
      const answer = await provider.diff(urnOf("x"), id, withText(state), withText(inputs));
      // If the response is unknown, the engine compares the old and new inputs.
      const isOther = inputNames.some((name) => !isDeepStrictEqual(state[name], inputs[name]));
      return { changes: answer.isUnknown ? isOther : answer.changes, replaces: answer.replaces };
    },
    create: async (inputs) => plain(await provider.create(urnOf("x"), withText(inputs))),
    read: async (id, state) => {
      const { id: found, ...room } = await provider.read(urnOf("x"), id, withText(state ?? {}));
      return found === "" ? { id: found } : plain({ id: found, ...room });
    },
    update: async (id, state, inputs) =>
      plain(await provider.update(urnOf("x"), id, withText(state), withText(inputs))),
    delete: async (id, state) => void (await provider.delete(urnOf("x"), id, withText(state))),
  }));

/** @param shared the emulator to use; by default one of its own */
export const startNative = (shared?: Emulator) =>
  start(shared, pluginFile, "", (provider) => ({
    check: async (name, inputs, olds) => plain(await provider.check(urnOf(name), inputs, olds)),
    diff: async (id, state, inputs) => {
      const { changes, replaces } = await provider.diff(urnOf("x"), id, state, inputs);
      return { changes, replaces };
    },
    create: async (inputs) => plain(guarded(await provider.create(urnOf("x"), inputs))),
    read: async (id, state) => {
      const { id: found, ...room } = await provider.read(urnOf("x"), id, state ?? {}, state ?? {});
      return found === "" ? { id: found, ...withoutUndefined(room) } : plain(guarded({ id: found, ...room }));
    },
    update: async (id, state, inputs) =>
      plain(guarded({ state: await provider.update(urnOf("x"), id, state, inputs) }).state),
    delete: async (id, state) => void (await provider.delete(urnOf("x"), id, state)),
  }));

async function start(
  shared: Emulator | undefined,
  script: string,
  prefix: string,
  roomsOf: (provider: Provider) => Omit<Rooms, "emulator" | "lines" | "nextRun">,
): Promise<FrontEnd> {
  const emulator = shared ?? (await startEmulator({ now: noon, accounts: [otherAccount] }));
  const engine = await startEngine();
  const child = await startProcess([script, engine.address]);
  const provider = speak(child.port);
  const config = {
    appId: emulator.appId,
    appKey: emulator.appKey,
    apiUrl: emulator.apiUrl,
    meetingUrl: "https://meet.example.com",
    accounts: JSON.stringify({ other: otherAccount }),
    busyTimeout: "0s",
  };
  const nextRun = async () => {
    await provider.configure(
      Object.fromEntries(Object.entries(config).map(([key, value]) => [prefix + key, value])),
    );
  };
  await nextRun();

  const record: unknown[] = [];
  const rooms = { ...roomsOf(provider), nextRun };
  return {
    provider,
    rooms: { emulator, lines: engine.lines, ...recorded(rooms, record) },
    takeRecord: () => take(record, emulator, engine),
    [Symbol.asyncDispose]: async () => {
      provider.close();
      await child[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
      if (!shared) await emulator.close();
    },
  };
}

/** Records each call with its result or error. */
function recorded<T extends object>(rooms: T, record: unknown[]): T {
  const wrapped = Object.entries(rooms).map(([method, call]) => [
    method,
    async (...args: unknown[]) => {
      try {
        const answer = await call(...args);
        record.push({ method, args, answer });
        return answer;
      } catch (error) {
        record.push({ method, args, failure: (error as { details?: string }).details });
        throw error;
      }
    },
  ]);
  return Object.fromEntries(wrapped);
}

function take(record: unknown[], emulator: Emulator, engine: Engine): unknown {
  const requests = emulator.requests.map(({ method, path, status, body }) => ({
    method,
    path,
    status,
    body,
  }));
  const text = JSON.stringify({ record: record.splice(0), requests, lines: engine.lines.splice(0) });
  const ids = new Map<string, string>();
  return JSON.parse(
    text
      // Each attempt has a random nonce, and each emulator has its own ids, PINs and port.
      .replaceAll(/("sip(?:Pin|MeetingId)":")\d+/g, "$1number")
      .replaceAll(/("pulumiEnablex":"[\w-]+\.[\w-]+\.)[\w-]+/g, "$1nonce")
      .replaceAll(/(?<=\/host\/)[\w+/=]+/g, (hash) => Buffer.from(hash, "base64").toString())
      .replaceAll(/[0-9a-f]{24}/g, (id) => ids.get(id) ?? ids.set(id, `id-${ids.size}`).get(id)!)
      .replaceAll(`127.0.0.1:${emulator.port}`, "emulator"),
  );
}

/** The engine sends the dynamic host plain values for secrets, and the provider text in every bag. */
const withText = (values: Json) => ({ ...shown(values), __provider: providerText });

/** A bag without the front end's own properties. */
function plain<T>(bag: T): T {
  const { ...copy } = shown(bag);
  for (const part of [copy, copy.inputs, copy.state]) delete part?.__provider;
  return copy;
}

/** Asserts that the provider marked the secrets: the engine does not restore them in the native form. */
function guarded<T extends { state?: Json; inputs?: Json }>(room: T): T {
  for (const bag of [room.state, room.inputs]) {
    for (const name of secretNames) {
      if (bag?.[name] !== undefined) assert.notDeepEqual(shown(bag[name]), bag[name], `${name} is no secret`);
    }
  }
  return room;
}

const withoutUndefined = (room: Json) =>
  Object.fromEntries(Object.entries(room).filter(([, value]) => value !== undefined));
