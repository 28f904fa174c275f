/**
 * Why `text` cannot be the base URL of the API or the origin of meeting links, or `undefined` where it can: what follows
 * the text in a message, which must not quote a text with a password. Credentials and host links travel to it, so plain
 * http is for this machine alone.
 */
export function urlProblem(text: string): string | undefined {
  // The parser forgives spaces and missing slashes, which would end up in the links.
  if (/\s/.test(text) || !/^[a-z]+:\/\/[^/]/i.test(text) || !URL.canParse(text)) {
    return "is not a URL; write https://host.example.com";
  }
  const url = new URL(text);
  if (url.username || url.password) return "holds a user name or password; write it without";
  if (url.search || url.hash) return "has a query or a fragment; write it without";
  if (url.protocol === "https:") return undefined;
  if (url.protocol !== "http:") return "is not an https URL";
  return isLoopback(url.hostname)
    ? undefined
    : "is plain http, which is refused for any host but this machine (localhost, 127.0.0.1); write https://…";
}

/** The URL for a host that was written without `https://`. It needs no quotes in a shell. */
export function urlOfHost(text: string): string | undefined {
  const [, host] = /^([\w.-]+)(:\d+)?(\/[\w./:-]*)?$/.exec(text) ?? [];
  return host && `${isLoopback(host) ? "http" : "https"}://${text}`;
}

/** `text` without the slashes at its end, so that a path can follow. */
export const trimTrailingSlashes = (text: string): string => text.replace(/\/+$/, "");

export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
