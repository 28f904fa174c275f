import type { Heard } from "./api";
import { type Finding, ok, skipped, warning } from "./finding";

/** Beyond this, a meeting that is planned by this machine's clock opens noticeably early or late. */
const TOLERATED_MS = 60_000;

/** Whether this machine's clock agrees with the API's, by which scheduled rooms open. */
export function examineClock(heard: Heard | undefined, platform: NodeJS.Platform): Finding {
  if (!heard) return skipped("Clock", "no answer of the API tells its time");
  const seconds = Math.round(Math.abs(heard.ahead) / 1000);
  if (Math.abs(heard.ahead) <= TOLERATED_MS) {
    return ok("Clock", `agrees with that of ${heard.host} to ${seconds === 1 ? "a second" : `${seconds} s`}`);
  }
  const amount = seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
  const way = heard.ahead > 0 ? "ahead of" : "behind";
  return warning(
    "Clock",
    `is ${amount} ${way} that of ${heard.host}, by which scheduled rooms open`,
    lines[platform] ?? "sudo timedatectl set-ntp true",
  );
}

/** How the clock is set by the network's. */
const lines: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "sudo sntp -sS time.apple.com",
  win32: "w32tm /resync",
};
