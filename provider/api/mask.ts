/** Credentials of an account. */
export interface Secrets {
  appId: string;
  appKey: string;
}

/** A text without credentials, and without what can be made from them: the Basic token and moderator links. */
export function mask(text: string, { appId, appKey }: Secrets): string {
  const hidden = [appId, appKey, Buffer.from(`${appId}:${appKey}`).toString("base64")];
  return hidden
    .reduce((masked, secret) => masked.replaceAll(secret, "[hidden]"), text)
    .replace(/\/host\/[A-Za-z0-9+/=_-]{16,}/g, "/host/[hidden]");
}
