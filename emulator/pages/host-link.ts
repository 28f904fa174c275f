import { ApiError } from "../rooms/api-error";
import type { StoredRoom } from "../rooms/room";
import type { Rooms } from "../rooms/store";

/** The path of a room's moderator link. Its hash is `<room id>-<App ID>` in standard base64, with padding. */
export function hostPath(roomId: string, appId: string): string {
  return `/host/${Buffer.from(`${roomId}-${appId}`).toString("base64")}`;
}

/**
 * The room of a moderator link.
 *
 * @throws ApiError 403 if the hash is not the room's, 40001 if the room does not exist
 */
export function roomOfHostLink(rooms: Rooms, hash: string): StoredRoom {
  const text = Buffer.from(hash, "base64").toString("latin1");
  const [, roomId = "", appId] = /^([0-9a-f]{24})-(.+)$/.exec(text) ?? [];
  // Decoding is lenient, so encode again to check that the hash is exact.
  if (Buffer.from(text, "latin1").toString("base64") !== hash || !roomId) throw invalidHostLink();
  const found = rooms.findAnywhere(roomId);
  if (found.appId !== appId) throw invalidHostLink();
  return found.room;
}

function invalidHostLink(): ApiError {
  return new ApiError(403, "This moderator link is not valid");
}
