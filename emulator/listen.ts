import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "./usage-error";

/**
 * Opens the port.
 *
 * @returns the port, and a function that ends all connections at once and gives it back
 * @throws UsageError if that cannot be done
 */
export async function listen(
  server: Server,
  port: number,
  host: string,
): Promise<{ port: number; close(): Promise<void> }> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new UsageError(reason(error, port, host))));
    server.listen(port, host, resolve);
  });
  let closed: Promise<void> | undefined;
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      closed ??= new Promise((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

/** Where this machine reaches a server that listens on `host`. */
export function serverUrl(host: string, port: number): string {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

function reason({ code }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === "EADDRINUSE")
    return `Port ${port} of ${host} is taken. Choose another with --port, or stop what uses it.`;
  if (code === "EACCES")
    return `Port ${port} of ${host} is not allowed to you. Choose one from 1024 with --port.`;
  return `The emulator cannot listen on ${host} (${code}). Choose a host of this machine with --host.`;
}
