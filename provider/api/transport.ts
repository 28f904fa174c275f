import http from "node:http";
import https from "node:https";

/** The part of fetch that the client uses: node-fetch's, the platform's, or a test's. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: "manual";
  signal: AbortSignal;
}

export interface FetchAnswer {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/**
 * node-fetch with connections that are kept open, through the proxy that HTTPS_PROXY names unless NO_PROXY excepts
 * the host. Plain http goes to this machine alone, so it never needs a proxy. The packages are loaded with the first
 * request: most runs of a program never send one.
 */
export function createFetch(): Fetch {
  let loaded: Promise<Fetch> | undefined;
  return async (url, init) => {
    loaded ??= load();
    return (await loaded)(url, init);
  };
}

async function load(): Promise<Fetch> {
  const [{ default: nodeFetch }, { getProxyForUrl }] = await Promise.all([
    import("node-fetch"),
    import("proxy-from-env"),
  ]);
  const direct = {
    "http:": new http.Agent({ keepAlive: true }),
    "https:": new https.Agent({ keepAlive: true }),
  };
  const proxied = new Map<string, https.Agent>();

  const agentFor = async (url: URL) => {
    const proxy = url.protocol === "https:" ? getProxyForUrl(url.href) : "";
    if (!proxy) return direct[url.protocol as keyof typeof direct];
    let agent = proxied.get(proxy);
    if (!agent) {
      const { HttpsProxyAgent } = await import("https-proxy-agent");
      agent = new HttpsProxyAgent(proxy, { keepAlive: true }) as unknown as https.Agent;
      proxied.set(proxy, agent);
    }
    return agent;
  };
  return async (url, init) => {
    const agent = await agentFor(new URL(url));
    // node-fetch leaves an error without a listener behind where the signal has aborted before it starts.
    init.signal.throwIfAborted();
    return nodeFetch(url, { ...init, agent } as never);
  };
}
