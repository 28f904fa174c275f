import { ApiError } from "../../../provider/api/errors";
import type { ApiResponse } from "../exchange";
import { deletedRoom, invalidCreate, missingRoom, permanentRoom } from "../experiments";
import { type Finding, found, type Outcome, type Question } from "../question";
import { CannotTell, describe, jsonOf, type Session } from "../session";

/** The outcome if all errors have the status 200. */
const hidden: Outcome = { means: "cannot be seen: errors have the status 200", expected: true };

/** Error responses. */
export const errors: Question[] = [
  wrongCredentials("wrong-key", "A wrong App Key", ({ appId }) => ({ appId, appKey: "Probe0".repeat(6) })),
  wrongCredentials("wrong-project", "An App ID that no project has", ({ appKey }, unknown) => ({
    appId: unknown,
    appKey,
  })),
  {
    id: "error-form",
    asks: "Format of an error",
    relies: "reads both documented forms",
    source: "recorded",
    outcomes: {
      result: { means: "`result`, `error`, `desc`, as in recorded traffic", expected: true },
      error_code: {
        means:
          "`error_code`, `message`, as the error page of 2026 says; no result codes, so messages name no input",
        behaviour: { errorStyle: "error_code" },
      },
      other: { means: "messages can only repeat the HTTP status; report it" },
    },
    async ask(session) {
      const response = await missingRoom(session);
      const json = jsonOf(response) ?? {};
      const outcome = "error_code" in json ? "error_code" : "result" in json ? "result" : "other";
      return found(outcome, response);
    },
  },
  {
    id: "error-status",
    asks: "HTTP status of an error",
    relies: "reads the body, whatever the status is",
    source: "open",
    outcomes: {
      http: { means: "one that fits the error", expected: true },
      "200": {
        means: "the provider accepts it too; proxies and logs show no errors",
        behaviour: { errorStatus: 200 },
      },
    },
    async ask(session) {
      const response = await missingRoom(session);
      if (response.content) throw new CannotTell("A room that does not exist is no error.");
      return found(response.status >= 400 ? "http" : String(response.status), response);
    },
  },
  {
    id: "error-result",
    asks: "JSON type of `result` in an error",
    relies: "accepts numbers and strings",
    source: "recorded",
    outcomes: {
      number: { means: "as in traffic since 2019", expected: true },
      string: {
        means: "as in traffic of 2018; the provider accepts it too",
        behaviour: { errorResult: "string" },
      },
      none: { means: "cannot be seen: errors have no `result`", expected: true },
    },
    async ask(session) {
      const response = await missingRoom(session);
      const { result } = jsonOf(response) ?? {};
      return found(result === undefined ? "none" : typeof result, response);
    },
  },
  {
    id: "invalid-value",
    asks: "HTTP status of an invalid value",
    relies: "shows the API's message",
    source: "documented",
    outcomes: {
      "400": { means: "as documented", expected: true },
      "422": { means: "as documented", behaviour: { validationStatus: 422 } },
      hidden,
      accepted: { means: "the API does not check values" },
    },
    async ask(session) {
      const { response } = await invalidCreate(session);
      const status = response.status === 200 ? "hidden" : String(response.status);
      return found(response.error ? status : "accepted", response);
    },
  },
  gone("missing-get", "GET of a room that never existed", missingRoom),
  gone("deleted-get", "GET of a room that was deleted", async (session) => (await deletedRoom(session)).get),
  gone(
    "deleted-patch",
    "PATCH of a room that was deleted",
    async (session) => (await deletedRoom(session)).patch,
  ),
  gone("deleted-delete", "A second DELETE", async (session) => (await deletedRoom(session)).delete),
  {
    id: "gone-recognized",
    asks: "Whether the provider recognizes that a room was deleted",
    relies: "creates the room again only if it is certain",
    source: "open",
    outcomes: {
      yes: { means: "refresh notices deleted rooms", expected: true },
      "by the list": { means: "refresh notices deleted rooms, with another request each" },
      no: { means: "refresh fails for a deleted room; report it" },
    },
    async ask(session) {
      const { get, delete: second } = await deletedRoom(session);
      const responses = [get, second].filter((response) => response.error);
      const all = (is: (error: ApiError) => boolean) =>
        responses.every(({ error }) => error instanceof ApiError && is(error));
      const outcome = all((error) => error.isGone)
        ? "yes"
        : all((error) => error.mayBeGone)
          ? "by the list"
          : "no";
      return found(outcome, [...new Set([get, second].map(describe))].join("; "));
    },
  },
];

function wrongCredentials(
  id: string,
  asks: string,
  as: (account: Session["account"], unknown: string) => Session["account"],
): Question {
  return {
    id,
    asks,
    relies: "says that the credentials are wrong, and never treats a room as deleted",
    source: "open",
    outcomes: {
      error: { means: "an error like others", expected: true },
      empty: { means: "no body; the provider uses the status", behaviour: { unauthorizedBody: "empty" } },
      unrecognized: { means: "the provider does not see that the credentials are wrong; report it" },
      accepted: { means: "the API accepts any credentials" },
    },
    async ask(session) {
      await permanentRoom(session);
      const response = await session.ask("GET", "/rooms", undefined, as(session.account, session.missingId));
      const { error, body } = response;
      const isKnown = error instanceof ApiError && error.isUnauthorized;
      const form = body.trim() === "" ? "empty" : "error";
      return found(!error ? "accepted" : isKnown ? form : "unrecognized", response);
    },
  };
}

function gone(id: string, asks: string, request: (session: Session) => Promise<ApiResponse>): Question {
  return {
    id,
    asks,
    relies: "checks for code 40001 and for the text, whatever the status is",
    source: "documented",
    outcomes: {
      "404": { means: "as documented", expected: true },
      "400": { means: "the provider accepts it too", behaviour: { goneStatus: 400 } },
      "410": { means: "the provider accepts it too", behaviour: { goneStatus: 410 } },
      hidden,
      accepted: { means: "the API does not say that a room was deleted; report it" },
    },
    async ask(session): Promise<Finding> {
      const response = await request(session);
      const { status, error } = response;
      const byCode = jsonOf(response)?.error_code === "INVALID_PARAM" ? "400" : "hidden";
      return found(!error ? "accepted" : status === 200 ? byCode : String(status), response);
    },
  };
}
