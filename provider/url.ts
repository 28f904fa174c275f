/**
 * Why `text` cannot be the base URL of the API or the origin of meeting links; `undefined` if it can. It follows the
 * text in a message, which must not quote a password. Credentials and host links are sent there, so plain http is only
 * allowed for this machine.
 */
export function urlProblem(text: string): string | undefined {
  // The parser accepts spaces and missing slashes, which would appear in the links.
  if (/\s/.test(text) || !/^[a-z]+:\/\/[^/]/i.test(text) || !URL.canParse(text)) {
    return "is not a URL; write https://host.example.com";
  }
  const url = new URL(text);
  if (url.username || url.password) return "contains a user name or password; remove it";
  if (url.search || url.hash) return "has a query or a fragment; remove it";
  if (url.protocol === "https:") return undefined;
  if (url.protocol !== "http:") return "is not an https URL";
  return isLoopback(url.hostname)
    ? undefined
    : "is plain http, which is refused for any host but this machine (localhost, 127.0.0.1); write https://…";
}

/** The URL for a host without `https://`. It needs no quotes in a shell. */
export function urlOfHost(text: string): string | undefined {
  const [, host] = /^([\w.-]+)(:\d+)?(\/[\w./:-]*)?$/.exec(text) ?? [];
  return host && `${isLoopback(host) ? "http" : "https"}://${text}`;
}

export const trimTrailingSlashes = (text: string): string => text.replace(/\/+$/, "");

export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
