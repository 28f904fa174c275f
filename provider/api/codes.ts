/** What a result code of the rooms API means for who declared the room. */
export interface CodeInfo {
  /** Property path of the input that the code blames, if it blames one. */
  property?: string;
  /** What is wrong, and what to do now. */
  advice: string;
}

const undoOrReplace =
  "take the change back, or replace the room with pulumi up --replace and the resource's URN";
const retryLater = "run the command again later";

/**
 * The documented result codes, and the one that was seen beside them (50007). Those of 50000 and more are failures of
 * the server. Requests of the provider never bring 101xx codes, which refuse tokens.
 */
export const codes: Record<number, CodeInfo> = {
  10000: { advice: "look at enablex:appId, enablex:platform and enablex:apiUrl" },
  10001: { advice: "the request had no room id; run pulumi refresh" },
  10002: { property: "name", advice: "the room needs a name; write at least one character" },
  10003: { property: "kind", advice: "the API refuses the kind; write permanent, scheduled or adhoc" },
  10004: { property: "scheduledTime", advice: "a scheduled room needs its start; write scheduledTime" },
  10005: {
    property: "scheduledTime",
    advice: "the API cannot read the start; write it as 2026-12-01T09:00:00+05:30 or 2026-12-01T03:30:00Z",
  },
  10006: {
    property: "scheduledTime",
    advice: "the start is not allowed; write one that is still to come",
  },
  10007: {
    property: "participants",
    advice:
      "the number is not valid or above your subscription's limit of participants, which the portal shows; write a lower one",
  },
  10008: { property: "autoRecording", advice: "the API refuses the value; write true or false" },
  10009: {
    property: "extraSettings",
    advice: "the API does not know one of the settings; look for a misspelt key, or take it out",
  },
  10010: { property: "ownerRef", advice: "the room needs an owner reference; write at least one character" },
  10011: {
    property: "durationMinutes",
    advice: "the length is not valid; write a positive number of minutes",
  },
  10012: { property: "activeTalker", advice: "the API refuses the value; write true or false" },
  10013: { property: "waitForModerator", advice: "the API refuses the value; write true or false" },
  10014: { property: "quality", advice: "the API refuses the value; write HD, SD or LD" },
  10015: {
    property: "sip",
    advice:
      "the API misses the SIP address; look in the portal whether SIP is part of your subscription, or take sip out",
  },
  10016: { property: "kind", advice: "the API refuses the kind; write permanent, scheduled or adhoc" },
  10017: { property: "kind", advice: "the API refuses the kind; write permanent, scheduled or adhoc" },
  10018: {
    property: "scheduledTime",
    advice: "it, or another setting that the API names, is not valid for this kind of room; take it out",
  },
  10019: { property: "mode", advice: "the API refuses the value; write group or lecture" },
  10020: { property: "mode", advice: `the mode of a room cannot be changed; ${undoOrReplace}` },
  10021: {
    property: "quality",
    advice: "the quality is above your subscription's limit, which the portal shows; write a lower one",
  },
  10022: { property: "moderators", advice: "the number is not valid; write 1 to 5" },
  10023: { property: "moderators", advice: "the number is not allowed; write 1 to 5" },
  10024: { property: "extraSettings.peep", advice: "the value is not allowed; take it out" },
  10025: { property: "knock", advice: "the value is not allowed for this room; take it out" },
  10026: { property: "extraSettings.aor", advice: "the SIP address is not valid; write sip:name@host" },
  10030: { advice: "people are in the room; run the command again when they have left" },
  10101: { advice: "the request had no name of the user; give one" },
  10102: { advice: "the request had no reference of the user; give one" },
  10103: { advice: "the request had no role of the user; give moderator or participant" },
  10104: { advice: "the role is not valid; give moderator or participant" },
  10105: { advice: `the server is busy; ${retryLater}` },
  10106: { property: "kind", advice: `the kind of a room cannot be changed; ${undoOrReplace}` },
  10111: { advice: "the conference is over; plan another" },
  10112: { advice: "the conference cannot be joined at this time; join it when it is open" },
  10113: { advice: "the room is not active; join it when it is open" },
  10114: { advice: "the room is full; raise its participants or moderators" },
  40001: {
    advice:
      "the room does not exist any more; run pulumi refresh, after which pulumi up makes a new one with new links",
  },
  40002: { advice: "the credentials are not allowed to do this; look at the project in the portal" },
  50000: { advice: `the server failed; ${retryLater}` },
  50001: { advice: `the server failed to make the room; ${retryLater}` },
  50002: { advice: `the server failed to list the rooms; ${retryLater}` },
  50003: { advice: `the server failed to read the room; ${retryLater}` },
  50004: { advice: `the server failed to delete the room; ${retryLater}, when nobody is in it` },
  50005: { advice: `the server failed to delete the room; ${retryLater}, when nobody is in it` },
  50007: { advice: "the server is not configured for this; ask the vendor's support" },
};
