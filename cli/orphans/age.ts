/** Falls back to the first 8 digits of the id, which are Unix seconds. */
export function ageMs({ roomId, created }: { roomId: string; created: string }): number {
  const made = Date.parse(created) || Number.parseInt(roomId.slice(0, 8), 16) * 1000;
  return Date.now() - made;
}

/** `7 min`, `5 h`, `12 days`. */
export function ageText(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`;
}

/** @throws Error for anything but `90s`, `30m`, `1h`, `2d` */
export function durationMs(text: string): number {
  const [, amount, unit] = /^(\d+)(s|m|h|d)$/.exec(text) ?? [];
  if (!amount)
    throw new Error(`--older-than: ${text} is not a duration. Use a form such as 90s, 30m, 1h or 2d.`);
  return Number(amount) * { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as "s"];
}
