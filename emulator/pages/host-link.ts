import { ApiError } from "../rooms/api-error";
import type { StoredRoom } from "../rooms/room";
import type { Rooms } from "../rooms/store";

/** The path of a room's moderator link: its hash is standard base64, padding kept, of `<room id>-<App ID>`. */
export function hostPath(roomId: string, appId: string): string {
  return `/host/${Buffer.from(`${roomId}-${appId}`).toString("base64")}`;
}

/**
 * The room of a moderator link.
 *
 * @throws Refusal 403 if it is not the hash of that room, 40001 if there is no such room
 */
export function hostedRoom(rooms: Rooms, hash: string): StoredRoom {
  const text = Buffer.from(hash, "base64").toString("latin1");
  const [, roomId = "", appId] = /^([0-9a-f]{24})-(.+)$/.exec(text) ?? [];
  // Decoding is lenient, so the way back shows whether it was exactly this hash.
  if (Buffer.from(text, "latin1").toString("base64") !== hash || !roomId) throw notValid();
  const found = rooms.findAnywhere(roomId);
  if (found.appId !== appId) throw notValid();
  return found.room;
}

function notValid(): ApiError {
  return new ApiError(403, "This moderator link is not valid");
}
