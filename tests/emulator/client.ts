import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/index";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body, where it is JSON. */
  json: any;
}

export type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** Starts an emulator for one test and closes it afterwards, whatever happens. */
export async function withEmulator(
  options: EmulatorOptions,
  test: (emulator: Emulator, send: Send) => Promise<void>,
): Promise<void> {
  await using emulator = await startEmulator(options);
  await test(emulator, sender(emulator));
}

/**
 * Sends JSON with the emulator's credentials. Paths are those of the rooms API (`/rooms`); `/_emulator/…` and whole URLs go where they say.
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

/** Makes a room and answers its id. */
export async function makeRoom(send: Send, settings: Record<string, unknown> = {}): Promise<string> {
  const { status, text, json } = await send("POST", "/rooms", roomWith(settings));
  if (status !== 200) throw new Error(text);
  return json.room.room_id;
}

/** A clock that stands still, at noon of a day, until it is told otherwise. */
export const noon = () => new Date("2026-05-04T12:00:00.000Z");

function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
