/** Ids of rooms and App IDs are MongoDB ObjectIds. */
export const OBJECT_ID = /^[0-9a-f]{24}$/i;

/** Why a text cannot be a room id; does not quote it, because it may be a secret. */
export const whyNoRoomId = (text: string): string | undefined =>
  OBJECT_ID.test(text)
    ? undefined
    : "is not a room id, which has 24 hexadecimal digits; copy the end of the room's participant link";

/** An App ID in messages: only its last characters, because the whole App ID reveals host links. */
export const maskAppId = (appId: string): string => `…${appId.slice(-4)}`;
