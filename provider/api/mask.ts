/** Credentials of an account. */
export interface Secrets {
  appId: string;
  appKey: string;
}

/** A text without credentials, and without what can be made from them: the Basic token and moderator links. */
export function mask(text: string, { appId, appKey }: Secrets): string {
  const hidden = [Buffer.from(`${appId}:${appKey}`).toString("base64"), appKey, appId, appId.toLowerCase()];
  return hide(text, hidden).replace(/\/host\/[A-Za-z0-9+/=_-]{16,}/g, "/host/[hidden]");
}

/**
 * A text without the values of a request that their owner keeps to himself, should the API repeat them: those of
 * `data`, and the address of a live stream, which may hold a key.
 */
export function maskValues(text: string, body: Record<string, unknown> | undefined): string {
  const settings = body?.settings as Record<string, unknown> | undefined;
  return hide(text, [...leaves(body?.data), ...leaves(settings?.live_recording)]);
}

const hide = (text: string, hidden: string[]) =>
  hidden
    .filter((secret) => secret !== "")
    .reduce((masked, secret) => masked.replaceAll(secret, "[hidden]"), text);

/** The texts and numbers in a value, long enough that they are not words of any sentence. */
function leaves(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  return text.length >= 4 ? [text] : [];
}
