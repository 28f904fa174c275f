import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";

const types: Record<string, string> = { ".svg": "image/svg+xml", ".wav": "audio/wav" };

/** Runs a test with a web site on another origin that responds to every request with this page or file. */
export async function withSite(
  content: (path: string) => string | Buffer,
  test: (url: string) => Promise<void>,
): Promise<void> {
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "/";
    response.setHeader("Content-Type", types[extname(path)] ?? "text/html");
    response.end(content(path));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
