import type { Context } from "hono";

/** The URL at which the client reaches the emulator: a proxy in front of it may use https. */
export function requestUrl(c: Context): URL {
  const url = new URL(c.req.url);
  const [scheme = ""] = (c.req.header("x-forwarded-proto") ?? "").split(",");
  if (scheme.trim() === "https") url.protocol = "https:";
  return url;
}
