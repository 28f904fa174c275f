import { UsageError } from "./usage-error";

/**
 * How the emulator decides what the API's documents leave open or contradict each other about.
 * Set it by `startEmulator({ behaviour })`, `--behaviour name=value` or `PUT /_emulator/behaviour`.
 */
export interface Behaviour {
  /**
   * HTTP status of a successful create and token.
   * @default 200
   */
  createStatus: 200 | 201;
  /**
   * Whether PUT does what PATCH does; otherwise it is answered 405.
   * @default false
   */
  putAllowed: boolean;
  /**
   * Form of an error: `{result, error, desc}`, or `{status, error_code, message, request_id}`.
   * @default "result"
   */
  errorStyle: "result" | "error_code";
  /**
   * HTTP status of an error: the one that fits it ("http"), or always 200 with the code in the body.
   * @default "http"
   */
  errorStatus: "http" | 200;
  /**
   * JSON type of `result` in an error; the API of 2018 sent strings.
   * @default "number"
   */
  errorResult: "number" | "string";
  /**
   * The body of a 401: an error like others, with code 10000, or none.
   * @default "error"
   */
  unauthorizedBody: "error" | "empty";
  /**
   * HTTP status of an invalid value.
   * @default 400
   */
  validationStatus: 400 | 422;
  /**
   * HTTP status of code 40001, a room that does not exist.
   * @default 404
   */
  goneStatus: 404 | 400 | 410;
  /**
   * An update while someone is in the room: refused with 10030, or accepted for later sessions.
   * @default "refuse"
   */
  patchActive: "refuse" | "accept";
  /**
   * An update of a scheduled room between 15 minutes before its start and its end: refused with 10030, or accepted.
   * @default "refuse"
   */
  patchLate: "refuse" | "accept";
  /**
   * The code that refuses to delete a room while someone is in it.
   * @default 10030
   */
  deleteActiveCode: 10030 | 50004 | 50005;
  /**
   * `users` of an empty room: an empty list, `null`, or no such key.
   * @default "list"
   */
  usersWhenEmpty: "list" | "null" | "absent";
  /**
   * A scheduled room whose end has passed and that is empty: still readable, or gone with 40001.
   * @default "readable"
   */
  scheduledAfterEnd: "readable" | "gone";
  /**
   * `duration` of an adhoc room: keeps a used room until that many minutes after its first session began, or counts for nothing.
   * @default "extends"
   */
  adhocDuration: "extends" | "ignored";
  /**
   * `scheduled_time` in answers: as it was sent, or as ISO 8601 with milliseconds and `Z`.
   * @default "sent"
   */
  scheduledTimeForm: "sent" | "iso";
  /**
   * Numbers in the settings of answers, such as `participants`: as they were sent, or all as numbers, or all as text.
   * @default "sent"
   */
  countsForm: "sent" | "number" | "string";
  /**
   * Settings that are sent empty: left out of answers, or echoed.
   * @default "drop"
   */
  emptySettings: "drop" | "echo";
  /**
   * Settings that are not sent: all that the real API was seen to fill in are answered, or `mode`, `scheduled` and `adhoc` only, as in 2018.
   * @default "fill"
   */
  missingSettings: "fill" | "omit";
  /**
   * An empty setting in an update: takes the value away, or changes nothing.
   * @default "clear"
   */
  emptyInUpdate: "clear" | "ignore";
  /**
   * An object inside `settings` in an update: merged by key into what was there, or put in its place.
   * @default "merge"
   */
  nestedInUpdate: "merge" | "replace";
  /**
   * Order of the list.
   * @default "oldest"
   */
  listFirst: "oldest" | "newest";
  /**
   * Whether the list shows the `data` of rooms.
   * @default true
   */
  listData: boolean;
  /**
   * How many milliseconds after a create or an update the list shows it.
   * @default 0
   */
  listDelayMs: number;
  /**
   * A key of `settings` that no document knows: refused with 10009, or accepted and echoed.
   * @default "refuse"
   */
  unknownSettings: "refuse" | "accept";
  /**
   * Any other key that no document knows: ignored, or refused with the HTTP status 400 for a code.
   * @default "ignore"
   */
  unknownKeys: "ignore" | "refuse";
  /**
   * `scheduled_time` of a room that is not scheduled: accepted whatever it holds and echoed, or refused with 10018.
   * @default "accept"
   */
  unscheduledTime: "accept" | "refuse";
  /**
   * Whether a room without `participants` is refused with 10007.
   * @default true
   */
  participantsRequired: boolean;
  /**
   * The project's best quality; a better one is refused with 10021.
   * @default "HD"
   */
  appQuality: "HD" | "SD" | "LD";
  /**
   * The subscription's limit of participants in a room; more are refused with 10007.
   * @default 250
   */
  maxParticipants: number;
  /**
   * The subscription's limit of audiences of a room; more are refused with 10018. 0 means no such subscription.
   * @default 5000
   */
  maxAudiences: number;
}

/** The values of each switch, its default first; a number alone is the default of a count. */
export const choices: {
  [Name in keyof Behaviour]: readonly [Behaviour[Name], ...Behaviour[Name][]] | number;
} = {
  createStatus: [200, 201],
  putAllowed: [false, true],
  errorStyle: ["result", "error_code"],
  errorStatus: ["http", 200],
  errorResult: ["number", "string"],
  unauthorizedBody: ["error", "empty"],
  validationStatus: [400, 422],
  goneStatus: [404, 400, 410],
  patchActive: ["refuse", "accept"],
  patchLate: ["refuse", "accept"],
  deleteActiveCode: [10030, 50004, 50005],
  usersWhenEmpty: ["list", "null", "absent"],
  scheduledAfterEnd: ["readable", "gone"],
  adhocDuration: ["extends", "ignored"],
  scheduledTimeForm: ["sent", "iso"],
  countsForm: ["sent", "number", "string"],
  emptySettings: ["drop", "echo"],
  missingSettings: ["fill", "omit"],
  emptyInUpdate: ["clear", "ignore"],
  nestedInUpdate: ["merge", "replace"],
  listFirst: ["oldest", "newest"],
  listData: [true, false],
  listDelayMs: 0,
  unknownSettings: ["refuse", "accept"],
  unknownKeys: ["ignore", "refuse"],
  unscheduledTime: ["accept", "refuse"],
  participantsRequired: [true, false],
  appQuality: ["HD", "SD", "LD"],
  maxParticipants: 250,
  maxAudiences: 5000,
};

export const defaultBehaviour = Object.fromEntries(
  Object.entries(choices).map(([name, values]) => [name, typeof values === "number" ? values : values[0]]),
) as unknown as Behaviour;

/**
 * `current` with the given switches changed. Values may be text, as a command line gives them.
 *
 * @throws UsageError that names the unknown switch, or the values a switch can have
 */
export function changeBehaviour(current: Behaviour, changes: Record<string, unknown>): Behaviour {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const changed = given.map(([name, value]) => {
    if (!Object.hasOwn(choices, name)) {
      throw new UsageError(
        `There is no behaviour ${JSON.stringify(name)}; there are ${Object.keys(choices).join(", ")}.`,
      );
    }
    const values = choices[name as keyof Behaviour];
    return [name, typeof values === "number" ? count(name, value) : choice(name, values, value)];
  });
  return { ...current, ...Object.fromEntries(changed) };
}

function choice(name: string, values: readonly unknown[], value: unknown): unknown {
  const chosen = values.find((candidate) => String(candidate) === String(value));
  if (chosen === undefined) {
    throw new UsageError(`Behaviour ${name} is one of ${values.join(", ")}, not ${JSON.stringify(value)}.`);
  }
  return chosen;
}

function count(name: string, value: unknown): number {
  if (!/^\d{1,9}$/.test(String(value))) {
    throw new UsageError(`Behaviour ${name} is a whole number from 0, not ${JSON.stringify(value)}.`);
  }
  return Number(value);
}
