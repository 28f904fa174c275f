import { isSecretAt, type Secrets } from "../program-secrets";
import { parseInstant, toIso } from "./instant";
import type { RoomInputs } from "./properties";

/** Start and end of a scheduled room's meeting, in milliseconds of Unix time. */
export interface Schedule {
  start: number;
  end: number;
  /** The program made the time a secret: no message quotes it. */
  isSecret: boolean;
}

/** How long before its start a scheduled room opens. It cannot be changed from then on. */
const OPENS_BEFORE_MS = 15 * 60_000;

/** The schedule of a room; `undefined` if it is not a scheduled room. */
export function scheduleOf(inputs: Partial<RoomInputs>, secrets: true | Secrets = {}): Schedule | undefined {
  const start = inputs.kind === "scheduled" ? parseInstant(inputs.scheduledTime ?? "") : undefined;
  if (start === undefined) return undefined;
  return {
    start: start * 1000,
    end: (start + 60 * Number(inputs.durationMinutes ?? 0)) * 1000,
    isSecret: isSecretAt(secrets, ["scheduledTime"]) || isSecretAt(secrets, ["durationMinutes"]),
  };
}

/** Whether people can be in the room according to its schedule. */
export const isOpen = ({ start, end }: Schedule, now: number): boolean =>
  now >= start - OPENS_BEFORE_MS && now < end;

/** Fails in the 15 minutes before a scheduled room starts, as the vendor's documentation requires. */
export function rejectLateUpdate(roomId: string, schedule: Schedule | undefined, now: number): void {
  if (!schedule || !isOpen(schedule, now) || now > schedule.start) return;
  const minutes = Math.ceil((schedule.start - now) / 60_000);
  const when = schedule.isSecret
    ? "within 15 minutes"
    : `at ${toIso(schedule.start / 1000)}, in ${minutes} minutes`;
  throw new Error(
    `Updating room ${roomId} failed: it starts ${when}, and a scheduled room cannot be changed in the 15 minutes before its start. ` +
      "Nothing was changed. Run pulumi up again after the meeting, or revert the change.",
  );
}
