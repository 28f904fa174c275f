import { createHash } from "node:crypto";
import type { Clock } from "../../provider/api/clock";
import { ConnectionError } from "../../provider/api/connection-error";
import { isObject, type JsonObject, parseJson } from "../../provider/json";
import { type ApiResponse, type Exchange, type Request, Stopped } from "./exchange";
import { dataOf, nonceOf, type ProbeMark } from "./marker";

/** Maximum rooms of one run that exist at the same time. */
export const MAX_ROOMS = 4;

/** A question has no answer in this run; the message is a sentence for the report. */
export class CannotTell extends Error {
  override readonly name = "CannotTell";
}

/** The run cannot start; the message says why and what to do. */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
}

/** What the questions of one run share: its rooms, and the results of experiments. */
export class Session {
  /** Ids of the rooms that exist. */
  readonly rooms = new Set<string>();
  /** How many rooms were created. */
  created = 0;
  /** A create may have taken effect without a usable response. */
  mayHaveMore = false;
  private readonly experiments = new Map<string, Promise<unknown>>();

  constructor(
    readonly exchange: Exchange,
    readonly account: { appId: string; appKey: string; meetingUrl?: string },
    readonly mark: ProbeMark,
    readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  /** An id that no room has. */
  get missingId(): string {
    return createHash("sha256").update(this.mark.marker).digest("hex").slice(0, 24);
  }

  /** Resolves at once if the run is interrupted; the next request then throws. */
  sleep = (ms: number): Promise<void> => (ms > 0 ? this.clock.sleep(ms, this.signal) : Promise.resolve());

  /** Runs an experiment on the first call; every call gets the same result or error. */
  once<T>(name: string, run: () => Promise<T>): Promise<T> {
    const result = this.experiments.get(name) ?? run();
    this.experiments.set(name, result);
    return result as Promise<T>;
  }

  ask = (method: string, path: string, body?: JsonObject, as?: Request["as"]): Promise<ApiResponse> =>
    this.exchange.request({ method, path, body, as });

  get = (id: string): Promise<ApiResponse> => this.ask("GET", `/rooms/${id}`);
  patch = (id: string, body: JsonObject): Promise<ApiResponse> => this.ask("PATCH", `/rooms/${id}`, body);

  /** Reads a room with a GET. */
  async read(id: string): Promise<JsonObject> {
    const response = await this.get(id);
    const room = roomOf(response);
    if (!room) throw new CannotTell(`The room cannot be read: ${describe(response)}.`);
    return room;
  }

  /** Creates a room with the probe's name and marker. */
  async create(
    label: string,
    settings: JsonObject,
    more: JsonObject = {},
  ): Promise<{ response: ApiResponse; id?: string }> {
    if (this.rooms.size >= MAX_ROOMS)
      throw new Stopped("A room could not be deleted, so no more are created.");
    const { ownerRef, nameOf } = this.mark;
    const body = { name: nameOf(label), owner_ref: ownerRef, settings, data: dataOf(this.mark), ...more };
    try {
      const response = await this.ask("POST", "/rooms", body);
      const id = roomOf(response)?.room_id;
      if (typeof id === "string") {
        this.created++;
        this.rooms.add(id);
        return { response, id };
      }
      if (!response.error || response.error.isAmbiguous) this.mayHaveMore = true;
      return { response };
    } catch (error) {
      if (error instanceof ConnectionError && error.isAmbiguous) this.mayHaveMore = true;
      throw error;
    }
  }

  /** Creates a room for one question; if accepted, reads and deletes it. */
  async trial(
    label: string,
    settings: JsonObject,
    more?: JsonObject,
  ): Promise<{ response: ApiResponse; room?: JsonObject }> {
    const { response, id } = await this.create(label, settings, more);
    if (id === undefined) return { response };
    const room = roomOf(await this.get(id));
    if (room) await this.remove(id, room);
    return { response, room };
  }

  /** Deletes a room if `room`, just read, has this run's marker. The clean-up deletes what is left. */
  async remove(id: string, room: JsonObject): Promise<ApiResponse | undefined> {
    if (nonceOf(room) !== this.mark.nonce) return undefined;
    const response = await this.ask("DELETE", `/rooms/${id}`);
    if (response.content) this.rooms.delete(id);
    return response;
  }
}

/** The room in a response, if its id is safe in a path. */
export function roomOf({ content }: ApiResponse): (JsonObject & { room_id: string }) | undefined {
  const room = content?.room;
  const id = isObject(room) ? room.room_id : undefined;
  return typeof id === "string" && /^[\w-]+$/.test(id)
    ? (room as JsonObject & { room_id: string })
    : undefined;
}

export const settingsOf = (room: JsonObject | undefined): JsonObject =>
  isObject(room?.settings) ? room.settings : {};

/** Describes a response without the API's text, which may repeat values of the request. */
export function describe(response: ApiResponse): string {
  const { status, error, body } = response;
  const json = jsonOf(response);
  const code = String(json?.result ?? "");
  const facts = [
    `HTTP ${status}`,
    ...(error && /^\d{1,5}$/.test(code) ? [`result ${code}`] : []),
    ...(/^[A-Z][A-Z_]{1,40}$/.test(String(json?.error_code ?? "")) ? [String(json!.error_code)] : []),
    ...(error && !json ? [body.trim() === "" ? "no body" : "not the documented JSON"] : []),
  ];
  return facts.join(", ");
}

/** The body of a response; `undefined` if it is not a JSON object. */
export function jsonOf({ body }: ApiResponse): JsonObject | undefined {
  const json = parseJson(body);
  return isObject(json) ? json : undefined;
}
