import type { Check } from "../check";
import { ok, skipped, warning } from "../finding";

/** Beyond this, a meeting planned by this machine's clock opens noticeably early or late. */
const TOLERANCE_MS = 60_000;

/** Whether this machine's clock agrees with the API's, which decides when scheduled rooms open. */
export const clock: Check = {
  title: "Clock",
  run({ environment: { platform }, responses }) {
    const response = responses.find(({ clockAheadMs }) => clockAheadMs !== undefined);
    if (response?.clockAheadMs === undefined) return skipped("no response of the API has a Date header");
    const { host, clockAheadMs } = response;
    const seconds = Math.round(Math.abs(clockAheadMs) / 1000);
    if (Math.abs(clockAheadMs) <= TOLERANCE_MS) {
      return ok(`within ${seconds === 1 ? "a second" : `${seconds} s`} of the clock of ${host}`);
    }
    const amount = seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
    return warning(
      `is ${amount} ${clockAheadMs > 0 ? "ahead of" : "behind"} the clock of ${host}, which decides when scheduled rooms open`,
      fixes[platform] ?? "sudo timedatectl set-ntp true",
    );
  },
};

/** Synchronizes the clock. */
const fixes: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "sudo sntp -sS time.apple.com",
  win32: "w32tm /resync",
};
