import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "../usage-error";

export interface Listening {
  readonly port: number;
  /**
   * Refuses new connections for so many milliseconds. Those in use stay, idle ones end.
   *
   * @param share of the time, above 0, that is spent so at most: many requests that ask for a pause do not keep the port closed for good
   */
  pause(milliseconds: number, share: number): void;
  /** Ends all connections at once and gives the port back. */
  close(): Promise<void>;
}

/**
 * Opens the port.
 *
 * @throws UsageError if that cannot be done
 */
export async function listen(server: Server, wanted: number, host: string): Promise<Listening> {
  await open(server, wanted, host).catch((error) => {
    throw new UsageError(reason(error, wanted, host));
  });
  const { port } = server.address() as AddressInfo;
  let reopening: NodeJS.Timeout | undefined;
  let closed: Promise<void> | undefined;
  let nextPause = 0;

  async function reopen(): Promise<void> {
    try {
      await open(server, port, host);
      if (closed) server.close();
    } catch {
      // Another program has taken the port, for a moment it is to be hoped.
      if (!closed) reopening = setTimeout(reopen, 100);
    }
  }

  return {
    port,
    pause(milliseconds, share) {
      const now = performance.now();
      if (closed || !server.listening || now < nextPause) return;
      nextPause = now + milliseconds / share;
      server.close();
      reopening = setTimeout(reopen, milliseconds);
    },
    close() {
      clearTimeout(reopening);
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

async function open(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  await once(server, "listening");
}

function reason({ code }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === "EADDRINUSE")
    return `Port ${port} of ${host} is taken. Choose another with --port, or stop what uses it.`;
  if (code === "EACCES")
    return `Port ${port} of ${host} is not allowed to you. Choose one from 1024 with --port.`;
  return `The emulator cannot listen on ${host} (${code}). Choose a host of this machine with --host.`;
}
