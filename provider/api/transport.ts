import http from "node:http";
import https from "node:https";
import { isIPv6, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import type { RequestInit } from "node-fetch";
import { connectFailed, findProxy, openTunnel } from "./proxy";

/** The part of fetch that the client uses: this transport's, the platform's, or a test's. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: "manual";
  signal: AbortSignal;
  /** Called when the connection stands, and with each piece of the response. @default nothing */
  onProgress?: () => void;
}

export interface FetchResponse {
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

async function exchange(url: URL, init: FetchInit, agent: http.Agent, proxy?: URL): Promise<FetchResponse> {
  const { signal, onProgress = () => {} } = init;
  const evidence: ConnectionTrace = { hasSocket: false, wasSent: false };
  const failure = (error: unknown) => {
    const notConnected = signal.aborted && proxy !== undefined && !evidence.hasSocket;
    const reason = signal.aborted ? signal.reason : (evidence.error ?? error);
    const cause = notConnected ? connectFailed(proxy, reason) : reason;
    return new TransportError(cause, evidence.wasSent, proxy?.host);
  };
  // Loaded with the first request: most runs of a program never send one.
  const { default: nodeFetch } = await import("node-fetch");
  // node-fetch leaves an error without a listener behind if the signal has aborted before it starts.
  if (signal.aborted) throw failure(signal.reason);
  try {
    const watched = watch(agent, evidence, signal, onProgress);
    const { status, headers, body } = await nodeFetch(url, { ...init, agent: watched } as RequestInit);
    onProgress();
    const text = async () => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of body ?? []) {
          onProgress();
          chunks.push(chunk as Buffer);
        }
        return Buffer.concat(chunks).toString();
      } catch (error) {
        throw failure(error);
      }
    };
    return { status, headers, text };
  } catch (error) {
    throw failure(error);
  }
}

/** What became of a request's connection. */
interface ConnectionTrace {
  hasSocket: boolean;
  /** The connection stood, so the request may have left. */
  wasSent: boolean;
  /** The failure itself, which node-fetch puts into words of its own. */
  error?: Error;
}

/** The agent, for one request of which it keeps the evidence: node-fetch tells nothing of connections. */
function watch(
  agent: http.Agent,
  evidence: ConnectionTrace,
  signal: AbortSignal,
  onProgress: () => void,
): http.Agent {
  const addRequest = (request: http.ClientRequest, options: object) => {
    request.on("socket", (socket: Socket) => {
      evidence.hasSocket = true;
      const onConnected = () => {
        evidence.wasSent = true;
        onProgress();
      };
      if (request.reusedSocket) onConnected();
      else socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", onConnected);
    });
    request.on("error", (error) => {
      evidence.error ??= error;
    });
    (agent as QueueingAgent).addRequest(request, { ...options, tunnelSignal: signal });
  };
  return Object.create(agent, { addRequest: { value: addRequest } });
}

/** The method by which Node hands a request to its agent. */
type QueueingAgent = http.Agent & { addRequest(request: http.ClientRequest, options: object): void };

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
