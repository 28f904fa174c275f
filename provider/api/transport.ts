import http from "node:http";
import https from "node:https";
import { isIPv6, type Socket } from "node:net";
import type { Duplex, Readable } from "node:stream";
import { constants, createGunzip } from "node:zlib";
import { onAbort } from "./clock";
import { connectFailed, findProxy, openTunnel } from "./proxy";

/** The part of fetch that the client uses: this transport's, the platform's, or a test's. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: "manual";
  signal: AbortSignal;
  /** Called when the connection stands, and with each piece of the response. @default nothing */
  onProgress?: () => void;
}

export interface FetchAnswer {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** Why a request has no complete response, with what the connection proved. */
export class TransportError extends Error {
  override readonly name = "TransportError";

  constructor(
    override readonly cause: Error,
    /** Whether the request may have left. Not before the connection stood: over TLS, after the handshake. */
    readonly wasSent: boolean,
    /** Host and port of the proxy that the request went through. */
    readonly proxy?: string,
  ) {
    super(cause.message);
  }
}

/**
 * Sends requests over connections that are kept open, through the proxy that HTTPS_PROXY names unless NO_PROXY excepts
 * the host. Plain http goes to this machine alone, so it never needs a proxy. Redirects are not followed.
 *
 * @returns a function that throws nothing but `TransportError`
 */
export function createFetch(): Fetch {
  const direct = {
    "http:": new http.Agent({ keepAlive: true }),
    "https:": new https.Agent({ keepAlive: true }),
  };
  const proxied = new Map<string, https.Agent>();

  return async (address, init) => {
    const url = new URL(address);
    let proxy: URL | undefined;
    try {
      proxy = url.protocol === "https:" ? findProxy(url) : undefined;
    } catch (error) {
      throw new TransportError(error as Error, false);
    }
    let agent: http.Agent = direct[url.protocol as keyof typeof direct];
    if (proxy) {
      agent = proxied.get(proxy.href) ?? new TunnelAgent(proxy);
      proxied.set(proxy.href, agent as https.Agent);
    }
    return exchange(url, init, agent, proxy);
  };
}

function exchange(url: URL, init: FetchInit, agent: http.Agent, proxy?: URL): Promise<FetchAnswer> {
  const { method, body, signal, onProgress = () => {} } = init;
  const isTls = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    let hasSocket = false;
    let wasSent = false;
    const fail = (error: Error) => {
      forget();
      reject(new TransportError(error, wasSent, proxy?.host));
    };
    const request = (isTls ? https : http).request(url, {
      method,
      headers: {
        "Accept-Encoding": "gzip",
        ...init.headers,
        ...(body !== undefined && { "Content-Length": Buffer.byteLength(body) }),
      },
      agent,
      tunnelSignal: signal,
    } as https.RequestOptions);
    // A signal in the options would be tied to the connection too, which later requests share.
    const giveUp = () => {
      fail(proxy && !hasSocket ? connectFailed(proxy, signal.reason) : signal.reason);
      request.destroy(signal.reason);
    };
    const forget = onAbort(signal, giveUp);

    request.on("socket", (socket: Socket) => {
      hasSocket = true;
      const stands = () => {
        wasSent = true;
        onProgress();
      };
      if (request.reusedSocket) stands();
      else socket.once(isTls ? "secureConnect" : "connect", stands);
    });
    request.on("error", fail);
    request.on("response", (response) => {
      onProgress();
      response.on("data", onProgress);
      const end = (error: unknown) => {
        throw new TransportError(error as Error, true, proxy?.host);
      };
      const content = textOf(response).catch(end).finally(forget);
      // A response that nobody reads must not end the process.
      content.catch(() => {});
      resolve({
        status: response.statusCode!,
        headers: { get: (name) => headerOf(response.headers[name.toLowerCase()]) },
        text: () => content,
      });
    });
    if (signal.aborted) giveUp();
    else request.end(body);
  });
}

async function textOf(response: http.IncomingMessage): Promise<string> {
  let body: Readable = response;
  if (response.headers["content-encoding"] === "gzip") {
    // Some servers leave out the end of the format. Whether the content is whole, its JSON tells.
    const unzipped = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    response.on("error", (error) => unzipped.destroy(error));
    body = response.pipe(unzipped);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const headerOf = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value.join(", ") : value) ?? null;

/** Keeps TLS connections to the API, each inside a tunnel through the proxy. */
class TunnelAgent extends https.Agent {
  constructor(private readonly proxy: URL) {
    super({ keepAlive: true });
  }

  override createConnection(
    options: https.RequestOptions,
    done?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const { host, port, tunnelSignal } = options as TunnelOptions;
    openTunnel(this.proxy, isIPv6(host!) ? `[${host}]:${port}` : `${host}:${port}`, tunnelSignal)
      .then((socket) => super.createConnection({ ...options, socket } as https.RequestOptions))
      .then(
        (socket) => done!(null, socket!),
        (error) => done!(error, undefined as never),
      );
  }
}

type TunnelOptions = https.RequestOptions & { tunnelSignal: AbortSignal };
