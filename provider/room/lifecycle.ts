import type { ApiRoom, RoomsApi } from "../api/client";
import { isRequestError } from "../api/errors";
import type { Clock } from "../api/limiter";
import { type Account, linksOf } from "../config";
import { adoptRoom } from "./adopt";
import { fits, sameInput } from "./compare";
import { createOnce } from "./create-once";
import { refuseOtherProject } from "./diff";
import { parseInstant } from "./instant";
import { MARKER_KEY, newMarker } from "./marker";
import { factsOf, type InputName, inputNames, type RoomInputs, type RoomState } from "./schema";
import { whenEmpty } from "./when-empty";
import { fromWire, type Json, settingOf, toPatchBody } from "./wire";

/** What the life of a room needs besides its inputs. */
export interface RoomContext {
  api: RoomsApi;
  account: Account;
  clock: Clock;
  /** Between 0 and 1: spreads retries. */
  random: () => number;
  /** How long to wait for people to leave a room, in seconds. */
  busyTimeout: number;
  /** Names one attempt at making a room. */
  newNonce: () => string;
  /** Shows the user one line. */
  warn: (line: string) => void;
  signal?: AbortSignal;
}

/** Makes the room, or takes over the one that `adoptRoomId` names. */
export async function createRoom(inputs: RoomInputs, context: RoomContext): Promise<RoomState> {
  const marker = newMarker(inputs.declaredAs!, context.newNonce());
  const room = inputs.adoptRoomId
    ? await adoptRoom(inputs.adoptRoomId, inputs, marker, context)
    : await createOnce(inputs, marker, context);
  return stateOf(inputs, room, context.account);
}

/**
 * The room as it is now. Inputs that somebody changed elsewhere come back changed, all others as they were given.
 * `undefined` where the room does not exist any more.
 */
export async function readRoom(
  roomId: string,
  state: Partial<RoomState>,
  context: RoomContext,
): Promise<{ state: RoomState; inputs: RoomInputs } | undefined> {
  refuseOtherProject(roomId, state, context.account);
  let room: ApiRoom;
  try {
    room = await context.api.get(roomId);
  } catch (error) {
    if (!isRequestError(error) || !error.isGone) throw error;
    return afterTheEnd(roomId, state, context);
  }
  const inputs = state.roomId === undefined ? importedInputs(room) : driftedInputs(state, room);
  return { state: stateOf(inputs, room, context.account), inputs };
}

/** Sends the inputs that changed, and reads the room back. */
export async function updateRoom(
  roomId: string,
  state: RoomState,
  wanted: RoomInputs,
  context: RoomContext,
): Promise<RoomState> {
  refuseOtherProject(roomId, state, context.account);
  const body = patchOf(roomId, state, wanted, context);
  if (Object.keys(body).length === 0) {
    return { ...state, ...emptied(inputNames), ...wanted, ...linksOf(context.account, roomId) };
  }
  refuseLateUpdate(roomId, state, context);
  await whenEmpty(roomId, () => context.api.update(roomId, body), context);
  const room = await context.api.get(roomId);
  const refused = inputNames.filter(
    (name) => wanted[name] !== undefined && !fits(name, wanted[name], fromWire(name, room)),
  );
  if (refused.length > 0) {
    context.warn(
      `Room ${roomId}: the API took the update and still answers with the old ${refused.join(", ")}.`,
    );
  }
  return stateOf(wanted, room, context.account);
}

/** Deletes the room; one that is gone already is as good. */
export async function deleteRoom(
  roomId: string,
  state: Partial<RoomState>,
  context: RoomContext,
): Promise<void> {
  refuseOtherProject(roomId, state, context.account);
  try {
    await whenEmpty(roomId, () => context.api.delete(roomId), context);
  } catch (error) {
    if (!isRequestError(error) || !error.isGone) throw error;
  }
}

/** A room as Pulumi keeps it. */
export function stateOf(inputs: RoomInputs, room: ApiRoom, account: Account): RoomState {
  // A program that says nothing of SIP has not said either that its PIN is a secret.
  const sip = inputs.sip && (room.sip as { meeting_id?: unknown; pin?: unknown } | undefined);
  return {
    ...inputs,
    roomId: room.room_id,
    ...linksOf(account, room.room_id),
    created: createdOf(room),
    ...(sip?.meeting_id !== undefined && { sipMeetingId: String(sip.meeting_id) }),
    ...(sip?.pin !== undefined && { sipPin: String(sip.pin) }),
  };
}

/** When a room was made. The first 8 digits of its id are the same moment in Unix seconds, should the answer not say it. */
function createdOf(room: ApiRoom): string {
  if (typeof room.created === "string") return room.created;
  const seconds = Number.parseInt(room.room_id.slice(0, 8), 16);
  return new Date((seconds || 0) * 1000).toISOString();
}

/** The keys that an update sends: what changed, what was taken out and has a default, and `data` whole. */
function patchOf(roomId: string, state: RoomState, wanted: RoomInputs, context: RoomContext): Json {
  const send: Partial<Record<InputName, unknown>> = {};
  const kept: string[] = [];
  for (const name of inputNames.filter((each) => factsOf(each).wire && each !== "customData")) {
    if (sameInput(name, state[name], wanted[name])) continue;
    const value = wanted[name] ?? factsOf(name).serverDefault;
    if (value === undefined) kept.push(name);
    else send[name] = value;
  }
  const extra: Json = {};
  for (const key of keysOf(state.extraSettings, wanted.extraSettings)) {
    const value = wanted.extraSettings?.[key];
    if (value === undefined) {
      if (!inputNames.some((name) => factsOf(name).wire === `settings.${key}` && send[name] !== undefined))
        kept.push(key);
    } else if (JSON.stringify(value) !== JSON.stringify(state.extraSettings?.[key])) extra[key] = value;
  }
  if (kept.length > 0) {
    context.warn(
      `Room ${roomId}: ${kept.join(", ")} was taken out of the program. The API documents no default to go back to, so the server keeps its value.`,
    );
  }
  const data = sameInput("customData", state.customData, wanted.customData)
    ? undefined
    : { ...wanted.customData, [MARKER_KEY]: newMarker(wanted.declaredAs!, context.newNonce()) };
  return toPatchBody(send as Partial<RoomInputs>, extra, data);
}

/** What becomes of a room that is not found. The API does not say why, so the room's kind and its time decide. */
function afterTheEnd(
  roomId: string,
  state: Partial<RoomState>,
  context: RoomContext,
): { state: RoomState; inputs: RoomInputs } | undefined {
  // Asked for a room of which nothing is known: the program wants one that exists.
  if (state.roomId === undefined) {
    throw new Error(
      `Room ${roomId} does not exist in the project of App ID …${context.account.appId.slice(-4)}. Look at the id, and at the account that the program uses.`,
    );
  }
  const stay = (why: string) => {
    context.warn(`Room ${roomId} (${state.name}) is not found any more: ${why}. It stays in the state.`);
    return { state: state as RoomState, inputs: inputsOf(state) };
  };
  if (state.kind === "adhoc" && state.whenEnded === "keep")
    return stay('its call is over, and whenEnded is "keep"');
  const start = parseInstant(state.scheduledTime ?? "");
  if (state.kind === "scheduled" && start !== undefined) {
    const end = start + 60 * Number(state.durationMinutes ?? 0);
    if (end * 1000 <= context.clock.now()) return stay("its time is over");
  }
  context.warn(
    `Room ${roomId} (${state.name}) is not found any more${state.kind === "adhoc" ? ": its call is over" : ""}. It leaves the state, and the next pulumi up makes a new one with new links.`,
  );
  return undefined;
}

/** A scheduled room cannot be changed in the last minutes before it opens; the vendor's documentation asks for 15. */
function refuseLateUpdate(roomId: string, state: RoomState, context: RoomContext): void {
  const start = parseInstant(state.scheduledTime ?? "");
  if (state.kind !== "scheduled" || start === undefined) return;
  const minutes = (start * 1000 - context.clock.now()) / 60_000;
  if (minutes < 0 || minutes >= 15) return;
  throw new Error(
    `Updating room ${roomId} failed: it starts at ${state.scheduledTime}, in ${Math.ceil(minutes)} minutes, and a scheduled room cannot be changed in the 15 minutes before its start. ` +
      "Nothing was changed. Run pulumi up again after the meeting, or take the change back.",
  );
}

/** The inputs of a state: what a program would have given for it. */
export function inputsOf(state: Partial<RoomState>): RoomInputs {
  return Object.fromEntries(
    inputNames.filter((name) => state[name] !== undefined).map((name) => [name, state[name]]),
  ) as RoomInputs;
}

function driftedInputs(state: Partial<RoomState>, room: ApiRoom): RoomInputs {
  const inputs = inputsOf(state) as Record<string, unknown>;
  for (const name of inputNames) {
    if (inputs[name] === undefined || !(factsOf(name).wire || name === "kind")) continue;
    const answered = fromWire(name, room);
    if (!fits(name, inputs[name], answered)) inputs[name] = answered;
  }
  const extra = (inputs.extraSettings ?? {}) as Json;
  for (const key of Object.keys(extra)) {
    const answered = settingOf(room, key);
    if (answered !== undefined && !fits("extraSettings", { [key]: extra[key] }, { [key]: answered })) {
      inputs.extraSettings = { ...(inputs.extraSettings as Json), [key]: answered };
    }
  }
  return inputs as RoomInputs;
}

/** All inputs that describe a room which no program has declared yet. */
export function importedInputs(room: ApiRoom): RoomInputs {
  const inputs: Record<string, unknown> = {};
  for (const name of inputNames) {
    const value = fromWire(name, room);
    const empty = value === "" || (name === "customData" && keysOf(value as Json).length === 0);
    if (value !== undefined && !empty) inputs[name] = value;
  }
  if (inputs.kind !== "scheduled") delete inputs.scheduledTime;
  return inputs as RoomInputs;
}

const emptied = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, undefined]));
const keysOf = (...objects: (Json | undefined)[]) => [
  ...new Set(objects.flatMap((object) => Object.keys(object ?? {}))),
];
