import type { RoomContext } from "./context";
import { parseDeclaredAs, resourceMark, resourcePart, stackMark } from "./marker";
import type { RoomState } from "./properties";
import type { ObservedRoom } from "./wire";

/**
 * Decides who owns a room: compares the marker in the API with a resource's state. It is checked before every
 * change, because another process or stack may have adopted the room since.
 */

/** The part of a state that identifies its resource. */
type Holder = Pick<Partial<RoomState>, "declaredAs" | "importedMarker">;

/**
 * Whether the room has the marker of another resource than the holder. A room without a marker was imported
 * or its data was emptied, and belongs to any holder. An imported room may keep the marker that it had.
 */
export function isForeign(room: ObservedRoom, { declaredAs, importedMarker }: Holder): boolean {
  const marker = resourcePart(room.marker);
  if (marker === undefined || marker === importedMarker) return false;
  return declaredAs === undefined || marker !== resourceMark(declaredAs);
}

/** The foreign marker with which a room is imported. The state keeps it as long as the room does. */
export function importedMarkerOf(room: ObservedRoom, declaredAs: string): Pick<RoomState, "importedMarker"> {
  const importedMarker = resourcePart(room.marker);
  return isForeign(room, { declaredAs }) ? { importedMarker } : {};
}

/** The imported marker of a state, as long as the room has it. */
export const currentImportedMarker = (
  room: ObservedRoom,
  { importedMarker }: Holder,
): Pick<RoomState, "importedMarker"> =>
  importedMarker !== undefined && resourcePart(room.marker) === importedMarker ? { importedMarker } : {};

/** The owner of a foreign room. The marker is opaque, so a name is returned only if it matches the marker. */
export function describeOwner(room: ObservedRoom, { declaredAs }: Holder): string {
  const marker = resourcePart(room.marker);
  const { project, stack } = parseDeclaredAs(declaredAs ?? "") ?? {};
  const names = [room.inputs.ownerRef, `${project}/${stack}/${room.inputs.name}`];
  const owner = names.find((name) => name !== undefined && resourceMark(name) === marker);
  if (owner !== undefined) return owner;
  const isOurStack = project && stack && marker?.startsWith(`${stackMark(project, stack)}.`);
  return isOurStack ? `another resource of the stack ${project}/${stack}` : "a resource of another stack";
}

/** The room belongs to another resource, so no request was sent. */
export class ForeignRoomError extends Error {
  override readonly name = "ForeignRoomError";
}

/**
 * Checks the owner of a room right before a change.
 *
 * @throws ForeignRoomError if the room belongs to another resource
 */
export async function rejectForeign(
  roomId: string,
  holder: Holder,
  { api }: Pick<RoomContext, "api">,
  change: "updating" | "deleting",
): Promise<void> {
  const room = await api.get(roomId, ` before ${change} it`);
  if (isForeign(room, holder)) {
    throw new ForeignRoomError(`Room ${roomId} now belongs to ${describeOwner(room, holder)}.`);
  }
}
