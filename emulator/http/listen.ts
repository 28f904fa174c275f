import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "../usage-error";

export interface Listener {
  readonly port: number;
  /**
   * Refuses new connections for this many milliseconds. Active connections stay open, idle ones are closed.
   *
   * @param share maximum share of the time, above 0, that the port may be closed, however often this is
   *   called
   */
  pause(milliseconds: number, share: number): void;
  /** Closes all connections at once and releases the port. */
  close(): Promise<void>;
}

/** @throws UsageError if the port cannot be opened */
export async function listen(server: Server, requested: number, host: string): Promise<Listener> {
  await open(server, requested, host).catch((error) => {
    throw new UsageError(reason(error, requested, host));
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
      // Another program uses the port: try again.
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

/** The URL at which this machine reaches a server that listens on `host`. */
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
    return `Port ${port} on ${host} is in use. Choose another port with --port, or stop the program that uses it.`;
  if (code === "EACCES")
    return `No permission to use port ${port} on ${host}. Choose a port from 1024 with --port.`;
  return `The emulator cannot listen on ${host} (${code}). Choose an address of this machine with --host.`;
}
