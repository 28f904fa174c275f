import type { ApiRoom } from "../api/client";
import { markerOf, resourceMark, stackMark } from "./marker";

/** A room of a stack's state, in whatever form it was declared. */
export interface DeclaredRoom {
  roomId: string;
  declaredAs?: string;
}

/** A room that carries a stack's marker and is not in its state. */
export interface Orphan {
  room: ApiRoom;
  /** The resource's name, where the marker confirms what the room's owner reference says. */
  resource?: string;
  /** The room that the state holds for the same resource. */
  doubleOf?: DeclaredRoom;
}

/**
 * The rooms of a project that a stack's deployments made and its state does not know, after a killed run or a lost
 * state. Names of projects and stacks are not unique in the world: another stack of the same names, in another state
 * backend, makes rooms with the same marker.
 */
export function findOrphans(
  rooms: ApiRoom[],
  declared: DeclaredRoom[],
  { project, stack }: { project: string; stack: string },
): Orphan[] {
  const known = new Set(declared.map(({ roomId }) => roomId));
  const byMark = new Map(declared.map((each) => [each.declaredAs && resourceMark(each.declaredAs), each]));
  return rooms
    .filter((room) => markerOf(room)?.startsWith(`${stackMark(project, stack)}.`) && !known.has(room.room_id))
    .map((room) => {
      const mark = markerOf(room)!.split(".").slice(0, 2).join(".");
      const doubleOf = byMark.get(mark);
      const declaredAs = [doubleOf?.declaredAs, room.owner_ref, `${project}/${stack}/${room.name}`].find(
        (text) => typeof text === "string" && resourceMark(text) === mark,
      ) as string | undefined;
      return { room, resource: declaredAs?.split("/").slice(2).join("/"), doubleOf };
    });
}
