import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";

const read = (name: string) => readFileSync(join(__dirname, "certificates", `${name}.pem`), "utf8");

/** The unknown authority that signed the certificates below. */
export const authority = join(__dirname, "certificates/authority.pem");

/** A TLS server with the certificate `this-machine`, `expired` or `other-host`, which responds like the rooms API. */
export const tlsServer = (certificate: string, options: https.ServerOptions = {}) =>
  https.createServer({ key: read("key"), cert: read(certificate), ...options }, respond);

export const plainServer = () => http.createServer(respond);
const respond = (_: http.IncomingMessage, response: http.ServerResponse) =>
  response.end('{"result":0,"room":{"room_id":"60af1c2e5f8b9a0012345678"}}');

/** A server that passes each connection to `serve`. */
export const tcpServer = (serve: (socket: Socket) => void) =>
  net.createServer((socket) => {
    socket.on("error", () => {});
    serve(socket);
  });

/** Calls `serve` after the client has sent data. */
export const afterData = (serve: (socket: Socket) => void) => (socket: Socket) =>
  void socket.once("data", () => serve(socket));

/** A proxy that responds to CONNECT with `head`, and then passes the connection to `then`. */
export const proxyServer = (head: string, then: (socket: Socket) => void = () => {}) =>
  tcpServer(
    afterData((socket) => {
      socket.write(`HTTP/1.1 ${head}\r\n\r\n`);
      then(socket);
    }),
  );

/** A proxy that forwards all connections to one port of this machine, and the hosts that were requested. */
export function tunnelTo(port: number, proxy: http.Server): { proxy: http.Server; requested: string[] } {
  const requested: string[] = [];
  proxy.on("connect", (request, socket) => {
    requested.push(request.url!);
    const api = net.connect(port, "127.0.0.1");
    api.on("error", () => socket.destroy());
    socket.on("error", () => {});
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    socket.pipe(api).pipe(socket);
  });
  return { proxy, requested };
}

/** Starts a server on this machine for one test, which gets its port and its open connections. */
export async function withServer<T>(
  server: net.Server,
  test: (port: number, open: Set<Socket>) => Promise<T>,
): Promise<T> {
  const open = new Set<Socket>();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await test((server.address() as AddressInfo).port, open);
  } finally {
    for (const socket of open) socket.destroy();
    server.close();
  }
}

/** A port of this machine on which nothing listens. */
export const freePort = () => withServer(net.createServer(), async (port) => port);

const PROXY_VARIABLES = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"];

/** Runs a test with only these proxy variables. */
export async function withProxyVariables<T>(env: NodeJS.ProcessEnv, test: () => Promise<T>): Promise<T> {
  const before = Object.fromEntries(PROXY_VARIABLES.map((name) => [name, process.env[name]]));
  const set = (values: NodeJS.ProcessEnv) => {
    for (const name of PROXY_VARIABLES) {
      if (values[name] === undefined) delete process.env[name];
      else process.env[name] = values[name];
    }
  };
  set(env);
  try {
    return await test();
  } finally {
    set(before);
  }
}

export const close = (socket: Socket) => socket.destroy();
export const reset = (socket: Socket) => socket.resetAndDestroy();
