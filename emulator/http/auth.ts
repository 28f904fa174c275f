import { createHash, timingSafeEqual } from "node:crypto";
import { apiError } from "../rooms/api-error";
import type { Account } from "../service";

/**
 * Returns the App ID of an `Authorization: Basic` header. Takes the same time whichever part is wrong.
 *
 * @throws ApiError 10000
 */
export function authenticate(header: string | undefined, accounts: readonly Account[]): string {
  const [, encoded = ""] = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(header ?? "") ?? [];
  const given = digest(Buffer.from(encoded, "base64"));
  const matching = accounts.filter(({ appId, appKey }) =>
    timingSafeEqual(given, digest(`${appId}:${appKey}`)),
  );
  if (!matching[0]) throw apiError(10000);
  return matching[0].appId;
}

/** A digest of fixed length, as `timingSafeEqual` requires. */
function digest(text: string | Buffer): Buffer {
  return createHash("sha256").update(text).digest();
}
