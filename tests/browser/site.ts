import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Another web site, on another origin, that answers every request with this page. */
export async function withSite(
  html: (path: string) => string,
  test: (url: string) => Promise<void>,
): Promise<void> {
  const server: Server = createServer((request, response) => {
    response.setHeader("Content-Type", request.url?.endsWith(".svg") ? "image/svg+xml" : "text/html");
    response.end(html(request.url ?? "/"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
