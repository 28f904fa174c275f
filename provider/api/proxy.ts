import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { getProxyForUrl } from "proxy-from-env";
import { onAbort } from "./clock";

/** The proxy cannot be used. The request was not sent. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";

  constructor(
    /** What happened, on one line without a password. */
    message: string,
    /** Host and port of the proxy. */
    readonly proxy?: string,
    /** HTTP status of its response to CONNECT. */
    readonly status?: number,
    override readonly cause?: Error,
  ) {
    super(message);
  }
}

/**
 * The proxy for an https URL according to HTTPS_PROXY, ALL_PROXY and NO_PROXY. Without a scheme, it is an http proxy,
 * as in curl and Go.
 *
 * @throws ProxyError
 */
export function findProxy(url: URL): URL | undefined {
  if (!getProxyForUrl(url.href)) return undefined;
  const name = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].find((each) => process.env[each])!;
  const text = process.env[name]!;
  const address = text.includes("://") ? text : `http://${text}`;
  if (!URL.canParse(address)) {
    throw new ProxyError(`${name} is not a valid proxy address`);
  }
  const proxy = new URL(address);
  if (proxy.protocol === "http:" || proxy.protocol === "https:") return proxy;
  throw new ProxyError(
    `${name} names a ${proxy.protocol.slice(0, -1)} proxy, but only http and https proxies are supported`,
  );
}

/**
 * Opens a connection to `target` through the proxy. The signal only aborts the opening.
 *
 * @param target host and port
 * @throws ProxyError
 */
export function openTunnel(proxy: URL, target: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === "https:" ? https : http).request({
      // Only URLs have brackets around an IPv6 address.
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
            `the proxy ${proxy.host} refused the connection (HTTP ${status})`,
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

/** The proxy did not respond to CONNECT. */
export const connectFailed = (proxy: URL, cause: Error): ProxyError =>
  new ProxyError(`the proxy ${proxy.host} did not respond`, proxy.host, undefined, cause);

function authorization({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {};
  const credentials = `${decode(username)}:${decode(password)}`;
  return { "Proxy-Authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}

/** Decodes a text, which may also contain unencoded percent signs. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
