import { once } from "node:events";
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Serves files by name, like a server that Pulumi downloads plugins from. */
export interface ReleaseServer extends AsyncDisposable {
  url: string;
  /** The names that were requested. */
  requested: string[];
}

/** @param files path of each file, by the name in its URL */
export async function serveFiles(files: Record<string, string>): Promise<ReleaseServer> {
  const requested: string[] = [];
  const server = createServer((request, response) => {
    const name = request.url!.slice(1);
    requested.push(name);
    const file = files[name];
    if (!file) return response.writeHead(404).end();
    // The engine refuses a response without Content-Length.
    response.setHeader("content-length", statSync(file).size);
    createReadStream(file).pipe(response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requested,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}
