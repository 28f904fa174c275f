/** What a result code of the rooms API means for the person who declared the room. */
export interface CodeInfo {
  /** Property path of the input that the code is about, if there is one. */
  property?: string;
  /** What is wrong, and how to fix it. */
  advice: string;
}

const undoOrReplace = "undo the change, or replace the room with pulumi up --replace and the resource's URN";
const retryLater = "run the command again later";

/**
 * The documented result codes, and 50007, which is undocumented. From 50000 on, they are failures of the server. Codes
 * 101xx reject tokens, which the provider never requests.
 */
export const codes: Record<number, CodeInfo> = {
  10000: { advice: "check enablex:appId, enablex:platform and enablex:apiUrl" },
  10001: { advice: "the request had no room id; run pulumi refresh" },
  10002: { property: "name", advice: "the name is missing; use at least one character" },
  10003: { property: "kind", advice: "the API rejects the kind; use permanent, scheduled or adhoc" },
  10004: { property: "scheduledTime", advice: "a scheduled room needs a start; set scheduledTime" },
  10005: {
    property: "scheduledTime",
    advice: "the API cannot parse the start; write it as 2026-12-01T09:00:00+05:30 or 2026-12-01T03:30:00Z",
  },
  10006: {
    property: "scheduledTime",
    advice: "the start is not allowed; use one in the future",
  },
  10007: {
    property: "participants",
    advice:
      "the number is invalid or above your subscription's limit of participants, which the portal shows; use a lower value",
  },
  10008: { property: "autoRecording", advice: "the API rejects the value; use true or false" },
  10009: {
    property: "extraSettings",
    advice: "the API does not know one of the settings; correct its spelling, or remove it",
  },
  10010: { property: "ownerRef", advice: "the owner reference is missing; use at least one character" },
  10011: {
    property: "durationMinutes",
    advice: "the duration is invalid; use a positive number of minutes",
  },
  10012: { property: "activeTalker", advice: "the API rejects the value; use true or false" },
  10013: { property: "waitForModerator", advice: "the API rejects the value; use true or false" },
  10014: { property: "quality", advice: "the API rejects the value; use HD, SD or LD" },
  10015: {
    property: "sip",
    advice:
      "the SIP address is missing; check in the portal whether your subscription includes SIP, or remove sip",
  },
  10016: { property: "kind", advice: "the API rejects the kind; use permanent, scheduled or adhoc" },
  10017: { property: "kind", advice: "the API rejects the kind; use permanent, scheduled or adhoc" },
  10018: {
    property: "scheduledTime",
    advice: "this setting, or another one that the API names, is invalid for this kind of room; remove it",
  },
  10019: { property: "mode", advice: "the API rejects the value; use group or lecture" },
  10020: { property: "mode", advice: `the mode of a room cannot be changed; ${undoOrReplace}` },
  10021: {
    property: "quality",
    advice: "the quality is above your subscription's limit, which the portal shows; use a lower value",
  },
  10022: { property: "moderators", advice: "the number is invalid; use 1 to 5" },
  10023: { property: "moderators", advice: "the number is not allowed; use 1 to 5" },
  10024: { property: "extraSettings.peep", advice: "the value is not allowed; remove it" },
  10025: { property: "knock", advice: "the value is not allowed for this room; remove it" },
  10026: { property: "extraSettings.aor", advice: "the SIP address is invalid; use sip:name@host" },
  10030: { advice: "people are in the room; run the command again when they have left" },
  10101: { advice: "the user's name is missing; set it" },
  10102: { advice: "the user's reference is missing; set it" },
  10103: { advice: "the user's role is missing; use moderator or participant" },
  10104: { advice: "the role is invalid; use moderator or participant" },
  10105: { advice: `the server is busy; ${retryLater}` },
  10106: { property: "kind", advice: `the kind of a room cannot be changed; ${undoOrReplace}` },
  10111: { advice: "the conference is over; schedule another one" },
  10112: { advice: "the conference cannot be joined now; join it when it is open" },
  10113: { advice: "the room is not active; join it when it is open" },
  10114: { advice: "the room is full; increase its participants or moderators" },
  40001: {
    advice:
      "the room no longer exists; run pulumi refresh, then pulumi up, which creates a new one with new links",
  },
  40002: { advice: "the credentials are not allowed to do this; check the project in the portal" },
  50000: { advice: `the server failed; ${retryLater}` },
  50001: { advice: `the server failed to create the room; ${retryLater}` },
  50002: { advice: `the server failed to list the rooms; ${retryLater}` },
  50003: { advice: `the server failed to read the room; ${retryLater}` },
  50004: { advice: `the server failed to delete the room; ${retryLater}, when the room is empty` },
  50005: { advice: `the server failed to delete the room; ${retryLater}, when the room is empty` },
  50007: { advice: "the server is not configured for this; ask the vendor's support" },
};
