import http from "node:http";
import https from "node:https";
import { isIPv6, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import type { RequestInit } from "node-fetch";
import { connectFailed, findProxy, openTunnel } from "./proxy";

/** The part of fetch that the client uses. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: "manual";
  signal: AbortSignal;
  /** Called when connected, and for each piece of the response. @default nothing */
  onProgress?: () => void;
}

export interface FetchResponse {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** Why a request has no complete response, and what is known about the connection. */
export class TransportError extends Error {
  override readonly name = "TransportError";

  constructor(
    override readonly cause: Error,
    /** Whether the request may have been sent: once connected, with TLS after the handshake. */
    readonly wasSent: boolean,
    /** Host and port of the proxy, if one was used. */
    readonly proxy?: string,
  ) {
    super(cause.message);
  }
}

/**
 * Sends requests over connections that are kept open, through the proxy in HTTPS_PROXY unless NO_PROXY excludes the
 * host. Plain http is only used on this machine, so it needs no proxy. Redirects are not followed.
 *
 * @returns a function that only throws `TransportError`s
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

/** Kept, because each `import()` resolves the name again. */
let nodeFetchModule: Promise<typeof import("node-fetch")> | undefined;

async function exchange(url: URL, init: FetchInit, agent: http.Agent, proxy?: URL): Promise<FetchResponse> {
  const { signal, onProgress = () => {} } = init;
  const trace: ConnectionTrace = { hasSocket: false, wasSent: false };
  const failure = (error: unknown) => {
    const notConnected = signal.aborted && proxy !== undefined && !trace.hasSocket;
    const reason = signal.aborted ? signal.reason : (trace.error ?? error);
    const cause = notConnected ? connectFailed(proxy, reason) : reason;
    return new TransportError(cause, trace.wasSent, proxy?.host);
  };
  // Loaded for the first request: most runs of a program send none.
  nodeFetchModule ??= import("node-fetch");
  const { default: nodeFetch } = await nodeFetchModule;
  // If the signal has already aborted, node-fetch emits an error without a listener.
  if (signal.aborted) throw failure(signal.reason);
  try {
    const watched = watch(agent, trace, signal, onProgress);
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

/** What happened to a request's connection. */
interface ConnectionTrace {
  hasSocket: boolean;
  /** It was connected, so the request may have been sent. */
  wasSent: boolean;
  /** The original error; node-fetch replaces its message. */
  error?: Error;
}

/** Wraps the agent to trace one request, because node-fetch reveals nothing about connections. */
function watch(
  agent: http.Agent,
  trace: ConnectionTrace,
  signal: AbortSignal,
  onProgress: () => void,
): http.Agent {
  const addRequest = (request: http.ClientRequest, options: object) => {
    request.on("socket", (socket: Socket) => {
      trace.hasSocket = true;
      const onConnected = () => {
        trace.wasSent = true;
        onProgress();
      };
      if (request.reusedSocket) onConnected();
      else socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", onConnected);
    });
    request.on("error", (error) => {
      trace.error ??= error;
    });
    (agent as QueueingAgent).addRequest(request, { ...options, tunnelSignal: signal });
  };
  return Object.create(agent, { addRequest: { value: addRequest } });
}

/** The method that Node calls to pass a request to its agent. */
type QueueingAgent = http.Agent & { addRequest(request: http.ClientRequest, options: object): void };

/** Keeps TLS connections to the API, each in a tunnel through the proxy. */
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
