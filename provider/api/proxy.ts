import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { getProxyForUrl } from "proxy-from-env";
import { onAbort } from "./clock";

/** The proxy cannot be used. Nothing of the request has left: only the proxy was spoken to. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";

  constructor(
    /** What happened, in one line without a password. */
    message: string,
    /** Host and port, where its address has them. */
    readonly proxy?: string,
    /** HTTP status with which it answered CONNECT. */
    readonly status?: number,
    override readonly cause?: Error,
  ) {
    super(message);
  }
}

/**
 * The proxy for an https URL by HTTPS_PROXY, ALL_PROXY and NO_PROXY. One without a scheme is an http proxy, as curl and
 * Go read it.
 *
 * @throws ProxyError
 */
export function findProxy(url: URL): URL | undefined {
  if (!getProxyForUrl(url.href)) return undefined;
  const name = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].find((each) => process.env[each])!;
  const text = process.env[name]!;
  const address = text.includes("://") ? text : `http://${text}`;
  if (!URL.canParse(address)) {
    throw new ProxyError(`${name} is not the address of a proxy`);
  }
  const proxy = new URL(address);
  if (proxy.protocol === "http:" || proxy.protocol === "https:") return proxy;
  throw new ProxyError(
    `${name} names a ${proxy.protocol.slice(0, -1)} proxy, and only http and https proxies work`,
  );
}

/**
 * A connection to `target` through the proxy. It is given up when the signal aborts; afterwards it has no part in it.
 *
 * @param target host and port
 * @throws ProxyError
 */
export function openTunnel(proxy: URL, target: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === "https:" ? https : http).request({
      // An IPv6 address stands in brackets in URLs alone.
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: target,
      headers: { Host: target, "Proxy-Connection": "Keep-Alive", ...authorization(proxy) },
      agent: false,
    });
    const abort = () => {
      reject(connectFailed(proxy, signal.reason));
      request.destroy();
    };
    const stopListening = onAbort(signal, abort);
    request.on("connect", (response, socket: Socket, head: Buffer) => {
      stopListening();
      const status = response.statusCode!;
      if (status < 200 || status > 299) {
        socket.destroy();
        reject(
          new ProxyError(
            `the proxy ${proxy.host} refuses the connection (HTTP ${status})`,
            proxy.host,
            status,
          ),
        );
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.on("error", (cause) => {
      stopListening();
      reject(connectFailed(proxy, cause));
    });
    if (signal.aborted) abort();
    else request.end();
  });
}

/** The proxy has not answered CONNECT, for this reason. */
export const connectFailed = (proxy: URL, cause: Error): ProxyError =>
  new ProxyError(`the proxy ${proxy.host} did not answer`, proxy.host, undefined, cause);

function authorization({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {};
  const credentials = `${decode(username)}:${decode(password)}`;
  return { "Proxy-Authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}

/** A percent sign of a password that was written as it is, is no code. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
