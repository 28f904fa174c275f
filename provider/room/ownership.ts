import type { RoomContext } from "./context";
import { parseDeclaredAs, resourceMark, resourcePart, stackMark } from "./marker";
import type { RoomState } from "./schema";
import type { ObservedRoom } from "./wire";

/**
 * Whose room it is: the marker that the API holds, against a resource's state. It is decided anew before every change,
 * because another resource, in a process of its own or in another stack, may have adopted the room since.
 */

/** What a state says of the room that it holds. */
type Holder = Pick<Partial<RoomState>, "declaredAs" | "importedMarker">;

/**
 * Whether the room carries the marker of another resource than the holder. A room without a marker is everyone's: it
 * was imported, or somebody emptied its data. An imported room may go on carrying the marker that it came with.
 */
export function isForeign(room: ObservedRoom, { declaredAs, importedMarker }: Holder): boolean {
  const marker = resourcePart(room.marker);
  if (marker === undefined || marker === importedMarker) return false;
  return declaredAs === undefined || marker !== resourceMark(declaredAs);
}

/** The marker that a room is imported with, if it is another resource's; the state keeps it as long as the room does. */
export function importedMarkerOf(room: ObservedRoom, declaredAs: string): Pick<RoomState, "importedMarker"> {
  const importedMarker = resourcePart(room.marker);
  return isForeign(room, { declaredAs }) ? { importedMarker } : {};
}

/** The imported marker of a state, as long as the room carries it. */
export const keptMarkerOf = (
  room: ObservedRoom,
  { importedMarker }: Holder,
): Pick<RoomState, "importedMarker"> =>
  importedMarker !== undefined && resourcePart(room.marker) === importedMarker ? { importedMarker } : {};

/** The owner of a foreign room, as far as the marker confirms a name: by itself it is opaque. */
export function describeOwner(room: ObservedRoom, { declaredAs }: Holder): string {
  const marker = resourcePart(room.marker);
  const { project, stack } = parseDeclaredAs(declaredAs ?? "") ?? {};
  const names = [room.inputs.ownerRef, `${project}/${stack}/${room.inputs.name}`];
  const owner = names.find((name) => name !== undefined && resourceMark(name) === marker);
  if (owner !== undefined) return owner;
  const isOurStack = project && stack && marker?.startsWith(`${stackMark(project, stack)}.`);
  return isOurStack ? `another resource of the stack ${project}/${stack}` : "a resource of another stack";
}

/** The room belongs to another resource, so nothing was sent. */
export class ForeignRoomError extends Error {
  override readonly name = "ForeignRoomError";
}

/**
 * Looks whose room it is, right before a change of it is sent.
 *
 * @throws ForeignRoomError if it belongs to another resource
 */
export async function refuseForeign(
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
