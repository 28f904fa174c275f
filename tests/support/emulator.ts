import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/index";

export interface TestResponse {
  status: number;
  headers: Headers;
  text: string;
  /** The body, if it is JSON. */
  json: any;
}

export type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<TestResponse>;

/** Starts an emulator for one test and always closes it afterwards. */
export async function withEmulator(
  options: EmulatorOptions,
  test: (emulator: Emulator, send: Send) => Promise<void>,
): Promise<void> {
  await using emulator = await startEmulator(options);
  await test(emulator, sender(emulator));
}

/**
 * Returns a function that sends JSON with the emulator's credentials. Paths are those of the rooms API
 * (`/rooms`); `/_emulator/…` and full URLs are used as they are.
 */
export function sender(to: { url: string; apiUrl: string; appId: string; appKey: string }): Send {
  const authorization = `Basic ${Buffer.from(`${to.appId}:${to.appKey}`).toString("base64")}`;
  return async (method, path, body, headers = {}) => {
    const base = path.startsWith("http") ? "" : path.startsWith("/_emulator") ? to.url : to.apiUrl;
    const response = await fetch(base + path, {
      method,
      headers: { authorization, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  };
}

/** A valid create body with these settings. */
export function roomWith(settings: Record<string, unknown> = {}): Record<string, any> {
  return { name: "Stand-up", owner_ref: "ops", settings: { participants: "3", ...settings } };
}

/** Creates a room and returns its id. */
export async function createRoom(send: Send, settings: Record<string, unknown> = {}): Promise<string> {
  const { status, text, json } = await send("POST", "/rooms", roomWith(settings));
  if (status !== 200) throw new Error(text);
  return json.room.room_id;
}

/** Creates a room with each name, a second apart, and returns their ids. */
export async function createRooms(emulator: Emulator, names: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const { json } = await sender(emulator)("POST", "/rooms", {
      ...roomWith(),
      name,
      owner_ref: `${name}-ref`,
    });
    ids.push(json.room.room_id);
    emulator.advance(1000);
  }
  return ids;
}

/** A clock that stands still at noon. */
export const noon = () => new Date("2026-05-04T12:00:00.000Z");

function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
