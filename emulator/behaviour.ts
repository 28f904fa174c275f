import { UsageError } from "./usage-error";

/**
 * Switches for behaviour that the API's documentation leaves open or contradicts itself about, with their
 * values, default first. A single number is the default of a numeric switch. Set them with
 * `startEmulator({ behaviour })`, `--behaviour name=value` or `PUT /_emulator/behaviour`.
 */
export const choices = {
  /** HTTP status of a successful create and token. */
  createStatus: [200, 201],
  /** Whether PUT works like PATCH; otherwise it fails with 405. */
  putAllowed: [false, true],
  /** Form of an error: `{result, error, desc}`, or `{status, error_code, message, request_id}`. */
  errorStyle: ["result", "error_code"],
  /** HTTP status of an error: one that matches the error, or always 200 with the code in the body. */
  errorStatus: ["http", 200],
  /** JSON type of `result` in an error; the API of 2018 sent strings. */
  errorResult: ["number", "string"],
  /** The body of a 401: an error with code 10000, or empty. */
  unauthorizedBody: ["error", "empty"],
  /** HTTP status of an invalid value. */
  validationStatus: [400, 422],
  /** HTTP status of code 40001, a room that does not exist. */
  goneStatus: [404, 400, 410],
  /** An update while someone is in the room: fails with 10030, or is accepted for later sessions. */
  patchActive: ["refuse", "accept"],
  /**
   * An update of a scheduled room between 15 minutes before its start and its end: fails with 10030, or is
   * accepted.
   */
  patchLate: ["refuse", "accept"],
  /** The error code for deleting a room while someone is in it. */
  deleteActiveCode: [10030, 50004, 50005],
  /** `users` of an empty room: an empty list, `null`, or no key. */
  usersWhenEmpty: ["list", "null", "absent"],
  /** An empty scheduled room after its end: still readable, or not found (40001). */
  scheduledAfterEnd: ["readable", "gone"],
  /**
   * `duration` of an adhoc room: keeps a used room until that many minutes after its first session began, or
   * is ignored.
   */
  adhocDuration: ["extends", "ignored"],
  /** `scheduled_time` in responses: as sent, or as ISO 8601 with milliseconds and `Z`. */
  scheduledTimeForm: ["sent", "iso"],
  /** Counts in the settings of responses, such as `participants`: as sent, all as numbers, or all as strings. */
  countsForm: ["sent", "number", "string"],
  /** Settings that are sent empty: omitted from responses, or echoed. */
  emptySettings: ["drop", "echo"],
  /**
   * Settings that are not sent: responses contain all defaults observed of the real API, or only `mode`,
   * `scheduled` and `adhoc`, as in 2018.
   */
  missingSettings: ["fill", "omit"],
  /** An empty setting in an update: clears the value, or changes nothing. */
  emptyInUpdate: ["clear", "ignore"],
  /** An object inside `settings` in an update: merged by key with the old value, or replaces it. */
  nestedInUpdate: ["merge", "replace"],
  /** Order of the list. */
  listFirst: ["oldest", "newest"],
  /** Whether the list contains the `data` of rooms. */
  listData: [true, false],
  /** Milliseconds until the list shows a create or an update. */
  listDelayMs: 0,
  /** An undocumented key of `settings`: fails with 10009, or is accepted and echoed. */
  unknownSettings: ["refuse", "accept"],
  /** Any other undocumented key: ignored, or fails with the HTTP status 400 as the code. */
  unknownKeys: ["ignore", "refuse"],
  /**
   * `scheduled_time` of a room that is not scheduled: accepted with any value and echoed, or fails with
   * 10018.
   */
  unscheduledTime: ["accept", "refuse"],
  /** Whether a room without `participants` fails with 10007. */
  participantsRequired: [true, false],
  /** The project's highest quality; a higher one fails with 10021. */
  appQuality: ["HD", "SD", "LD"],
  /** The subscription's limit of participants in a room; more fail with 10007. */
  maxParticipants: 250,
  /**
   * The subscription's limit of audiences of a room; more fail with 10018. 0 means that the subscription has
   * none.
   */
  maxAudiences: 5000,
} as const;

/** The value of each switch. */
export type Behaviour = {
  [Name in keyof typeof choices]: (typeof choices)[Name] extends readonly (infer Value)[] ? Value : number;
};

export const defaultBehaviour = Object.fromEntries(
  Object.entries(choices).map(([name, values]) => [name, typeof values === "number" ? values : values[0]]),
) as unknown as Behaviour;

/**
 * Returns `current` with the given switches changed. Values may be strings, as from a command line.
 *
 * @throws UsageError that names the unknown switch, or the valid values of a known one
 */
export function changeBehaviour(current: Behaviour, changes: Record<string, unknown>): Behaviour {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const changed = given.map(([name, value]) => {
    if (!Object.hasOwn(choices, name)) {
      throw new UsageError(
        `Unknown behaviour ${JSON.stringify(name)}. Use one of ${Object.keys(choices).join(", ")}.`,
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
    throw new UsageError(
      `Behaviour ${name} must be one of ${values.join(", ")}, not ${JSON.stringify(value)}.`,
    );
  }
  return chosen;
}

function count(name: string, value: unknown): number {
  if (!/^\d{1,9}$/.test(String(value))) {
    throw new UsageError(`Behaviour ${name} must be an integer from 0, not ${JSON.stringify(value)}.`);
  }
  return Number(value);
}
