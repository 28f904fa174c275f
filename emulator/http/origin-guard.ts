import { isIP } from "node:net";
import type { Context, Next } from "hono";
import { every } from "hono/combine";
import { ApiError } from "../rooms/api-error";

/**
 * Middleware that rejects requests that a web page of another origin may have caused: those for a host name
 * that is not the emulator's own (DNS rebinding) and those that a browser marks as coming from another
 * origin.
 *
 * @param host the host that the emulator listens on
 */
export const rejectForeignPages = (host: string) => every(rejectForeignHosts(host), rejectOtherOrigins);

/** The same for pages that other sites may link to: checks only the host name. */
export function rejectForeignHosts(host: string) {
  return async (c: Context, next: Next): Promise<void> => {
    if (!isOwnName(hostname(c.req.header("host") ?? ""), host)) {
      throw new ApiError(403, "The host name is not the emulator's own");
    }
    await next();
  };
}

/**
 * The same for actions that anyone with a meeting link may take, under any host name: checks only the
 * request's origin.
 */
export async function rejectOtherOrigins(c: Context, next: Next): Promise<void> {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  // Ignore the scheme: a proxy in front of the emulator may use https.
  const isSame = origin === undefined || origin.replace(/^https?:\/\//, "") === c.req.header("host");
  if (!isSame || (site !== undefined && site !== "same-origin" && site !== "none")) {
    throw new ApiError(403, "Requests from web pages of other origins are not allowed");
  }
  await next();
}

/** Whether only programs on this machine can reach this host. */
export function isLoopback(name: string): boolean {
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "::1" ||
    (isIP(name) === 4 && name.startsWith("127."))
  );
}

/**
 * An emulator on all addresses accepts any address: unlike a name, an address cannot be rebound to another
 * machine.
 */
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
