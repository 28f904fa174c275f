import { isIP } from "node:net";
import type { Context, Next } from "hono";
import { ApiError } from "../rooms/api-error";

/**
 * Middleware that refuses requests which a web page of another origin may have caused: those for a host name that is not the emulator's own
 * (a foreign name can be made to point at this machine) and those that a browser marks as coming from elsewhere.
 *
 * @param host the host that the emulator was told to listen on
 */
export function rejectForeignPages(host: string) {
  return async (c: Context, next: Next): Promise<void> => {
    requireOwnName(c, host);
    requireSameOrigin(c);
    await next();
  };
}

/** The same for pages that a link on another page may lead to: only the host name counts. */
export function rejectForeignHosts(host: string) {
  return async (c: Context, next: Next): Promise<void> => {
    requireOwnName(c, host);
    await next();
  };
}

/** The same for what anyone may do who has a meeting link, whatever name the emulator has for them: only where the request comes from counts. */
export async function rejectOtherOrigins(c: Context, next: Next): Promise<void> {
  requireSameOrigin(c);
  await next();
}

function requireOwnName(c: Context, host: string): void {
  if (!isOwnName(hostname(c.req.header("host") ?? ""), host)) {
    throw new ApiError(403, "The emulator must be addressed by its own host name");
  }
}

function requireSameOrigin(c: Context): void {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  // Without the scheme: in front of the emulator there may be something that speaks https.
  const isSame = origin === undefined || origin.replace(/^https?:\/\//, "") === c.req.header("host");
  if (!isSame || (site !== undefined && site !== "same-origin" && site !== "none")) {
    throw new ApiError(403, "Requests of other web pages are refused");
  }
}

/** Whether only programs of this machine can reach that host. */
export function isLoopback(name: string): boolean {
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "::1" ||
    (isIP(name) === 4 && name.startsWith("127."))
  );
}

/** Someone who listens on every address is reached by any of them; an address, unlike a name, cannot be made to point elsewhere. */
function isOwnName(name: string, host: string): boolean {
  const everyAddress = host === "0.0.0.0" || host === "::";
  return isLoopback(name) || name === host.toLowerCase() || (everyAddress && isIP(name) !== 0);
}

function hostname(header: string): string {
  return header
    .toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1");
}
