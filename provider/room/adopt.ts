import type { ApiRoom } from "../api/client";
import { isRequestError } from "../api/errors";
import { linksOf, maskAppId } from "../config";
import { fits } from "./compare";
import { HalfMadeRoom } from "./half-made";
import type { RoomContext } from "./lifecycle";
import { MARKER_KEY, markerOf, resourceMark, withoutMarker } from "./marker";
import { factsOf, inputNames, type RoomInputs } from "./schema";
import { whenEmpty } from "./when-empty";
import { fromWire, settingOf, toPatchBody } from "./wire";

/**
 * Takes over a room that exists: refuses one that differs in what the API cannot change, changes the rest, and puts
 * the marker on it. A room that carries this resource's marker already is refused, because its replacement would
 * delete the very room that it adopts.
 */
export async function adoptRoom(
  roomId: string,
  inputs: RoomInputs,
  marker: string,
  context: RoomContext,
): Promise<ApiRoom> {
  const room = await readForAdoption(roomId, context);
  refuseOwn(room, inputs);
  refuseFixedDifferences(room, inputs);

  const differing = inputNames.filter(
    (name) =>
      factsOf(name).wire !== undefined &&
      inputs[name] !== undefined &&
      (fromWire(name, room) === undefined || !fits(name, inputs[name], fromWire(name, room))),
  );
  const extra = Object.fromEntries(
    Object.entries(inputs.extraSettings ?? {}).filter(([key, value]) => settingOf(room, key) !== value),
  );
  const data = { ...(inputs.customData ?? withoutMarker(room.data)), [MARKER_KEY]: marker };
  const values = Object.fromEntries(differing.map((name) => [name, inputs[name]]));
  await whenEmpty(roomId, () => context.api.update(roomId, toPatchBody(values, extra, data)), context);
  try {
    return await context.api.get(roomId);
  } catch (error) {
    const state = { ...inputs, roomId, ...linksOf(context.account, roomId) };
    throw new HalfMadeRoom(
      roomId,
      state,
      `Room ${roomId} is adopted, but could not be read back. ${(error as Error).message}`,
    );
  }
}

async function readForAdoption(roomId: string, context: RoomContext): Promise<ApiRoom> {
  try {
    return await context.api.get(roomId);
  } catch (error) {
    if (!isRequestError(error) || !error.isGone) throw error;
    throw new Error(
      `adoptRoomId: there is no room ${roomId} in the project of App ID ${maskAppId(context.account.appId)}. Look at the id, and at the account that the program uses.`,
    );
  }
}

function refuseOwn(room: ApiRoom, inputs: RoomInputs): void {
  if (!markerOf(room)?.startsWith(`${resourceMark(inputs.declaredAs!)}.`)) return;
  throw new Error(
    `adoptRoomId: room ${room.room_id} belongs to ${inputs.declaredAs} already, so a replacement would delete the room that it adopts. ` +
      "Nothing was changed. Take adoptRoomId out of the program; to make a new room in its place, replace the resource afterwards.",
  );
}

function refuseFixedDifferences(room: ApiRoom, inputs: RoomInputs): void {
  const differences = (["kind", "mode"] as const)
    .filter((name) => !fits(name, inputs[name], fromWire(name, room)))
    .map((name) => `${name}: the room is ${fromWire(name, room)} and the program says ${inputs[name]}`);
  if (differences.length === 0) return;
  throw new Error(
    `adoptRoomId: room ${room.room_id} differs in what cannot be changed. ${differences.join("; ")}. Nothing was changed. Write in the program what the room is, or adopt another.`,
  );
}
