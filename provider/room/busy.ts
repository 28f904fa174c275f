import { isRequestError, type RequestError } from "../api/errors";
import type { RoomContext } from "./context";
import { toIso } from "./instant";
import { isOpen, type Schedule } from "./schedule";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
/** A request that is sent later than this before `customTimeouts` end would be cut off by them. */
const LAST_TRY_MS = 1_000;

/**
 * Updates or deletes a room as soon as nobody is in it: the API refuses while a meeting runs. Fails, with nothing
 * changed, when people have not left within the time that the configuration gives them.
 */
export async function waitUntilEmpty(
  roomId: string,
  send: () => Promise<void>,
  schedule: Schedule | undefined,
  context: RoomContext,
): Promise<void> {
  const { clock, deadline, api } = context;
  const { elapsed } = deadline.stopwatch;
  const seconds = Math.min(context.busyTimeout, deadline.remainingWallTime / 1000);
  const until = clock.monotonic() + seconds * 1000;
  let people = "";
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    const refusal = await sendUnlessBusy(roomId, send, context);
    if (!refusal) return;
    // To ask for people is to wait for them.
    deadline.stopwatch.resetTo(elapsed);
    const left = until - clock.monotonic();
    const isFirst = wait === FIRST_WAIT_MS;
    if (isFirst || left <= 0) {
      const count = await countPeople(roomId, api);
      const isOpenOnly = count === 0 && schedule !== undefined && isOpen(schedule, clock.now());
      if (isOpenOnly && schedule.end > clock.now() + left) throw openUntilTheEnd(refusal, schedule);
      people = describePeople(roomId, count);
      if (left <= 0) throw stillBusy(refusal, people, schedule, seconds);
      context.warn(
        `${refusal.request.action}: ${people}; waiting up to ${duration(left / 1000)} for its end.`,
      );
    }
    await clock.sleep(Math.min(wait, left), deadline.signal);
    const isInterrupted = deadline.signal.reason?.kind === "interrupt";
    if (!isInterrupted && deadline.remainingWallTime < LAST_TRY_MS) {
      throw stillBusy(refusal, people, schedule, seconds);
    }
  }
}

/** The refusal, if people in the room are its reason. A server that fails to delete an empty room gets more tries. */
async function sendUnlessBusy(
  roomId: string,
  send: () => Promise<void>,
  { api, newBackoff }: RoomContext,
): Promise<RequestError | undefined> {
  const backoff = newBackoff();
  for (;;) {
    try {
      await send();
      return undefined;
    } catch (error) {
      if (!isRequestError(error) || !error.mayBeBusy) throw error;
      if (error.isBusy || (await isOccupied(roomId, api))) return error;
      await backoff.wait(error);
    }
  }
}

type Api = RoomContext["api"];

/** How many people are in a room now; `undefined` where the API cannot say. */
async function countPeople(roomId: string, api: Api): Promise<number | undefined> {
  return quietly(async () => (await api.users(roomId)).length);
}

/** Whether a meeting goes on in a room; `false` where the API cannot say. */
async function isOccupied(roomId: string, api: Api): Promise<boolean> {
  const count = await countPeople(roomId, api);
  if (count) return true;
  return (await quietly(async () => (await api.get(roomId)).isActive)) ?? false;
}

/** `1 person is in room …`. */
function describePeople(roomId: string, count: number | undefined): string {
  if (!count) return `a meeting is going on in room ${roomId}`;
  return `${count === 1 ? "1 person is" : `${count} people are`} in room ${roomId}`;
}

/** These questions serve a message or a choice: their own failure says nothing new. */
async function quietly<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isRequestError(error)) return undefined;
    throw error;
  }
}

function openUntilTheEnd(refusal: RequestError, schedule: Schedule): Error {
  return new Error(
    `${refusal.request.action} failed: nobody is in it, but the API does not change a scheduled room between 15 minutes before its start and its end, ${endOf(schedule)}. ` +
      "Nothing was changed. Run the command again after that, or take the change back.",
    { cause: refusal },
  );
}

function stillBusy(
  refusal: RequestError,
  people: string,
  schedule: Schedule | undefined,
  busyTimeout: number,
): Error {
  const until = schedule ? `its scheduled end is ${endOf(schedule)}` : "the API does not tell until when";
  const ofDestroy =
    refusal.request.method === "DELETE"
      ? "; pulumi destroy uses the value of the last up, unless it is run with --run-program"
      : "";
  const waited = busyTimeout > 0 ? ` They had ${duration(busyTimeout)} to leave.` : "";
  return new Error(
    `${refusal.request.action} failed: ${people}, and ${until}. Nothing was changed.${waited} ` +
      `End the meeting as its moderator, run the command again later, or wait longer with enablex:busyTimeout (ENABLEX_BUSY_TIMEOUT), such as 1h${ofDestroy}.`,
    { cause: refusal },
  );
}

const endOf = ({ end, isSecret }: Schedule): string => (isSecret ? "a secret" : toIso(end / 1000));

const duration = (seconds: number) =>
  seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
