/** Credentials of an account. */
export interface Secrets {
  appId: string;
  appKey: string;
}

/** Removes credentials from a text, and what is derived from them: the Basic token and moderator links. */
export function mask(text: string, { appId, appKey }: Secrets): string {
  const secrets = [
    Buffer.from(`${appId}:${appKey}`).toString("base64"),
    appKey,
    appId,
    appId.toLowerCase(),
    appId.toUpperCase(),
  ];
  return redact(text, secrets).replace(/\/host\/[A-Za-z0-9+/=_-]{16,}/g, "/host/[hidden]");
}

/** Settings that a message may quote: their values are enumerations, numbers and times. */
const quotable = new Set(
  [
    "mode",
    "scheduled_time",
    "duration",
    "participants",
    "moderators",
    "quality",
    "max_active_talkers",
  ].concat(["audiences", "media_zone", "role_based_recording", "live_transcription"]),
);

/**
 * Removes possibly secret values of a request from a text, in case the API repeats them: free text, URLs, `data`, and
 * settings that this package does not know.
 */
export function maskValues(text: string, body: Record<string, unknown> = {}): string {
  const { name, owner_ref, data, settings } = body;
  const others = Object.entries(settings ?? {}).filter(([key]) => !quotable.has(key));
  const hidden = leaves([name, owner_ref, data, others.map(([, value]) => value)]);
  return redact(text, hidden);
}

const redact = (text: string, hidden: string[]) =>
  hidden
    .filter((secret) => secret !== "")
    // One value may be a part of another.
    .sort((a, b) => b.length - a.length)
    .reduce((masked, secret) => masked.replaceAll(secret, "[hidden]"), text);

/** The texts and numbers in a value, without short ones, which occur in any sentence. */
function leaves(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  return text.length >= 4 ? [text] : [];
}
