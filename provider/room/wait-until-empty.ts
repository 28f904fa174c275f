import { isRequestError, type RequestError } from "../api/errors";
import type { RoomContext } from "./context";
import { toIso } from "./instant";
import { isOpen, type Schedule } from "./schedule";

const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 15_000;
/** The last moment for a retry before `customTimeouts` end: they would cut off a later request. */
const MIN_RETRY_TIME_MS = 1_000;

/**
 * Updates or deletes a room once nobody is in it: the API rejects both during a meeting. Fails, with nothing
 * changed, if people do not leave within the configured time.
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
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(MAX_WAIT_MS, wait * 2)) {
    const busyError = await sendUnlessBusy(roomId, send, context);
    if (!busyError) return;
    // The requests that look for people count as waiting for them.
    deadline.stopwatch.resetTo(elapsed);
    const left = until - clock.monotonic();
    const isFirst = wait === FIRST_WAIT_MS;
    if (isFirst || left <= 0) {
      const count = await countPeople(roomId, api);
      const isOpenOnly = count === 0 && schedule !== undefined && isOpen(schedule, clock.now());
      if (isOpenOnly && schedule.end > clock.now() + left) throw openUntilEndError(busyError, schedule);
      people = describePeople(roomId, count);
      if (left <= 0) throw stillBusyError(busyError, people, schedule, seconds);
      context.warn(
        `${busyError.request.action}: ${people}; waiting up to ${formatDuration(left / 1000)} for the meeting to end.`,
      );
    }
    await clock.sleep(Math.min(wait, left), deadline.signal);
    const isInterrupted = deadline.signal.reason?.kind === "interrupt";
    if (!isInterrupted && deadline.remainingWallTime < MIN_RETRY_TIME_MS) {
      throw stillBusyError(busyError, people, schedule, seconds);
    }
  }
}

/** The API's error if people are in the room. Retries if the API fails to delete an empty one. */
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

/** The number of people in a room, or `undefined` if the request fails. */
async function countPeople(roomId: string, api: Api): Promise<number | undefined> {
  return bestEffort(async () => (await api.users(roomId)).length);
}

/** Whether a meeting is in progress, or `false` if the requests fail. */
async function isOccupied(roomId: string, api: Api): Promise<boolean> {
  const count = await countPeople(roomId, api);
  if (count) return true;
  return (await bestEffort(async () => (await api.get(roomId)).isActive)) ?? false;
}

/** `1 person is in room …`. */
function describePeople(roomId: string, count: number | undefined): string {
  if (!count) return `a meeting is in progress in room ${roomId}`;
  return `${count === 1 ? "1 person is" : `${count} people are`} in room ${roomId}`;
}

/** Best-effort requests: their failures are ignored. */
async function bestEffort<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (isRequestError(error)) return undefined;
    throw error;
  }
}

function openUntilEndError(busyError: RequestError, schedule: Schedule): Error {
  return new Error(
    `${busyError.request.action} failed: nobody is in it, but the API rejects changes to a scheduled room from 15 minutes before its start until its end, ${formatEnd(schedule)}. ` +
      "Nothing was changed. Run the command again after that, or revert the change.",
    { cause: busyError },
  );
}

function stillBusyError(
  busyError: RequestError,
  people: string,
  schedule: Schedule | undefined,
  busyTimeout: number,
): Error {
  const until = schedule ? `its scheduled end is ${formatEnd(schedule)}` : "the API does not report its end";
  const destroyHint =
    busyError.request.method === "DELETE"
      ? ". pulumi destroy uses the value of the last pulumi up, unless you pass --run-program"
      : "";
  const waited = busyTimeout > 0 ? ` The provider waited ${formatDuration(busyTimeout)}.` : "";
  return new Error(
    `${busyError.request.action} failed: ${people}, and ${until}. Nothing was changed.${waited} ` +
      `End the meeting as a moderator, run the command again later, or wait longer with enablex:busyTimeout (ENABLEX_BUSY_TIMEOUT), such as 1h${destroyHint}.`,
    { cause: busyError },
  );
}

const formatEnd = ({ end, isSecret }: Schedule): string => (isSecret ? "a secret" : toIso(end / 1000));

const formatDuration = (seconds: number) =>
  seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
