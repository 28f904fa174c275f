import { digits } from "../random";
import { apiError } from "./api-error";
import { type Room, roles, type StoredRoom } from "./room";
import { joinError } from "./room-rules";
import { isTextOrNumber } from "./validate";

/** @throws ApiError for the first problem of a token request */
export function validateToken(room: StoredRoom, body: Record<string, unknown>, now: Date): void {
  if (!isTextOrNumber(body.name)) throw apiError(10101);
  if (!isTextOrNumber(body.user_ref)) throw apiError(10102);
  if (!isTextOrNumber(body.role)) throw apiError(10103);
  const role = roles.find((known) => known === body.role);
  if (role === undefined) throw apiError(10104);
  const error = joinError(room, role, now);
  if (error) throw error;
}

/**
 * A token in the form of the real ones: base64 of a JSON object that contains the room. Its signature is
 * fake.
 *
 * @param url the URL at which the client reaches the emulator
 */
export function createToken(room: Room, tokenId: string, { host, protocol }: URL): string {
  const { room_id, name, service_id, owner_ref, settings, sip, data, isMediaServerAvailable, ...rest } = room;
  const token = {
    tokenId,
    // JSON omits the undefined ones.
    roomMeta: { _id: room_id, name, service_id, owner_ref, settings, sip, data, ...rest },
    host,
    secure: protocol === "https:",
    logId: tokenId.slice(-6),
    currentRoomMode: room.settings.mode,
    gateway: host,
    signature: Buffer.from(digits("emulator", "signature", tokenId).slice(0, 40)).toString("base64"),
    eventServer: { url: host },
  };
  return Buffer.from(JSON.stringify(token)).toString("base64");
}
