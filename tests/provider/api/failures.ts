import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { classifyFailure } from "../../../provider/api/classify-failure";
import type { ConnectionError, ConnectionErrorKind } from "../../../provider/api/connection-error";
import { createFetch, TransportError } from "../../../provider/api/transport";
import { authority } from "./servers";

/** The properties that callers decide by. */
export const effects = {
  "not sent, retried": { isAmbiguous: false, isRetryable: true, isUnreachable: true },
  "not sent, final": { isAmbiguous: false, isRetryable: false, isUnreachable: false },
  "ambiguous, retried": { isAmbiguous: true, isRetryable: true, isUnreachable: false },
  "ambiguous, final": { isAmbiguous: true, isRetryable: false, isUnreachable: false },
};

export type Effect = keyof typeof effects;

export function assertFailure(
  failure: ConnectionError,
  kind: ConnectionErrorKind,
  effect: Effect,
  message: RegExp,
): void {
  const { isAmbiguous, isRetryable, isUnreachable } = failure;
  assert.deepEqual(
    { kind: failure.kind, isAmbiguous, isRetryable, isUnreachable },
    { kind, ...effects[effect] },
    failure.message,
  );
  assert.match(failure.message, message);
  assert.doesNotMatch(failure.message, /\n|SSL routines|openssl/, "one line, without a dump");
}

/**
 * Sends a create request to an address with the real transport, and returns its failure.
 *
 * @param limit aborts the request, like a timeout
 * @throws Error with the response, if there is one
 */
export async function failureAt(
  url: string,
  { limit = new AbortController(), fetch = createFetch() } = {},
): Promise<ConnectionError> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {},
      body: "{}",
      redirect: "manual",
      signal: limit.signal,
    });
    throw new Error(`${response.status} ${await response.text()}`);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return failureOf(error, new URL(url).host);
  }
}

/** Classifies the error of a create request. */
export const failureOf = (error: Error, host = "api.example.com"): ConnectionError =>
  classifyFailure({ method: "POST", action: 'Creating room "x"' }, error, {
    host,
    timeoutSeconds: 30,
    status: undefined,
    mask: (text) => text.replaceAll("hunter2", "[hidden]"),
  });

/** Requests each address in a separate process that knows the authority; returns a line for each. */
export async function requestInProcess(urls: string[], env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "send-requests.ts"), ...urls], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: authority, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  assert.equal(code, 0);
  return output.trim().split("\n");
}
