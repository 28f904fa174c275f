// Generated from provider/room/inputs.ts by `npm run generate`; do not edit.

// The code that `pulumi import` prints uses these names. Elsewhere, write the values.
export const RoomKind = { Permanent: "permanent", Scheduled: "scheduled", Adhoc: "adhoc" } as const;
export const RoomMode = { Group: "group", Lecture: "lecture" } as const;
export const RoomQuality = { HD: "HD", SD: "SD", LD: "LD" } as const;
export const RoomMediaZone = { IN: "IN", SG: "SG", US: "US", XX: "XX" } as const;
export const RoomWhenEnded = { Recreate: "recreate", Keep: "keep" } as const;
export const RoomRecordedMedia = { Audio: "audio", Audiovideo: "audiovideo" } as const;
