/** What a result code of the rooms API means for who declared the room. */
export interface CodeFacts {
  /** Property path of the input that the code blames, if it blames one. */
  property?: string;
  /** What is wrong, and what to do now. */
  advice: string;
}

/** The documented result codes. Codes of 50000 and more are failures of the server. */
export const codes: Record<number, CodeFacts> = {
  10000: {
    advice:
      "the App ID is not known to this platform; look at enablex:appId, enablex:platform and enablex:apiUrl",
  },
  10001: { advice: "the request had no room id; run pulumi refresh" },
  10002: { property: "name", advice: "the room needs a name" },
  10003: { property: "kind", advice: "the API does not take this kind of room" },
  10004: { property: "scheduledTime", advice: "a scheduled room needs its start" },
  10005: { property: "scheduledTime", advice: "the API cannot read the start" },
  10006: {
    property: "scheduledTime",
    advice: "the start is not allowed; a new room cannot start in the past",
  },
  10007: {
    property: "participants",
    advice: "the number is not valid or above your subscription's limit, which the portal shows",
  },
  10008: { property: "autoRecording", advice: "the API does not take the value" },
  10009: {
    property: "extraSettings",
    advice: "the API does not know one of the settings; look for a misspelt key in extraSettings",
  },
  10010: { property: "ownerRef", advice: "the room needs an owner reference" },
  10011: { property: "durationMinutes", advice: "the length must be a positive number of minutes" },
  10012: { property: "activeTalker", advice: "the API does not take the value" },
  10013: { property: "waitForModerator", advice: "the API does not take the value" },
  10014: { property: "quality", advice: "the API takes HD, SD and LD" },
  10015: {
    property: "sip",
    advice: "the API misses the SIP address; SIP may not be part of your subscription",
  },
  10016: { property: "kind", advice: "the API does not take this kind of room" },
  10017: { property: "kind", advice: "the API does not take this kind of room" },
  10018: { property: "scheduledTime", advice: "a setting is not valid for this kind of room" },
  10019: { property: "mode", advice: "the API takes group and lecture" },
  10020: { property: "mode", advice: "the mode of a room cannot be changed; replace the room" },
  10021: {
    property: "quality",
    advice: "the quality is above what your subscription allows, which the portal shows; choose a lower one",
  },
  10022: { property: "moderators", advice: "a room has 1 to 5 moderators" },
  10023: { property: "moderators", advice: "a room has 1 to 5 moderators" },
  10024: { property: "extraSettings.peep", advice: "the setting is not allowed" },
  10025: { property: "knock", advice: "the setting is not allowed for this room" },
  10026: { property: "extraSettings.aor", advice: "the SIP address is not valid" },
  10030: { advice: "people are in the room; try again when they have left" },
  10101: { advice: "the request had no name of the user" },
  10102: { advice: "the request had no reference of the user" },
  10103: { advice: "the request had no role of the user" },
  10104: { advice: "the role is not valid" },
  10105: { advice: "the server is busy; try again later" },
  10106: { property: "kind", advice: "the kind of a room cannot be changed; replace the room" },
  10111: { advice: "the conference is over" },
  10112: { advice: "the conference cannot be joined at this time" },
  10113: { advice: "the room is not active" },
  10114: { advice: "the room is full" },
  40001: {
    advice: "the room does not exist any more; run pulumi refresh, and the next pulumi up makes it again",
  },
  40002: { advice: "the credentials are not allowed to do this" },
  50000: { advice: "the server failed; try again later" },
  50001: { advice: "the server failed to make the room; try again later" },
  50002: { advice: "the server failed to list the rooms; try again later" },
  50003: { advice: "the server failed to read the room; try again later" },
  50004: { advice: "the server failed to delete the room; try again when nobody is in it" },
  50005: { advice: "the server failed to delete the room; try again when nobody is in it" },
  50007: { advice: "the server is not configured for this; the vendor's support can help" },
};
