import { isRequestError } from "../api/errors";
import { maskAppId } from "../ids";
import { type JsonObject, own } from "../json";
import { isSecretAt, type Secrets } from "../secrets";
import { waitUntilEmpty } from "./busy";
import { fits, sameValue } from "./compare";
import type { RoomContext } from "./context";
import { importedInputs } from "./drift";
import { linksOf } from "./links";
import { resourceMark, resourcePart } from "./marker";
import { describeOwner, isForeign } from "./ownership";
import { PartialStateError } from "./partial-state-error";
import { refuseLateUpdate, scheduleOf } from "./schedule";
import { type InputName, inputNames, metadataOf, type RoomInputs } from "./schema";
import { type ObservedRoom, toPatchBody } from "./wire";

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
): Promise<ObservedRoom> {
  const room = await readForAdoption(roomId, context);
  refuseOwn(room, inputs);
  refuseFixedDifferences(room, inputs, context.secrets);
  refuseForeignData(room, inputs);
  const schedule = scheduleOf(importedInputs(room), context.secrets);
  refuseLateUpdate(roomId, schedule, context.clock.now());

  const adopt = () => context.api.update(roomId, bodyFor(room, inputs, marker));
  let adopted: ObservedRoom | undefined;
  try {
    await waitUntilEmpty(roomId, adopt, schedule, context);
  } catch (error) {
    adopted = await adoptedAfterAll(error, roomId, marker, context);
    if (!adopted) throw error;
  }
  if (isForeign(room, inputs)) {
    context.warn(
      `Room ${roomId} belonged to ${describeOwner(room, inputs)} and now belongs to ${inputs.declaredAs}. ` +
        "The other resource can no longer change or delete it; take it out of its program.",
    );
  }
  try {
    return adopted ?? (await context.api.get(roomId));
  } catch (error) {
    const state = { ...inputs, roomId, ...linksOf(context.account, roomId) };
    const reason = `Room ${roomId} is adopted, but could not be read back. ${(error as Error).message}`;
    throw new PartialStateError(roomId, state, reason);
  }
}

/** The room, if an update that failed without a response has put this attempt's marker on it. */
async function adoptedAfterAll(
  failure: unknown,
  roomId: string,
  marker: string,
  { lookUpApi }: RoomContext,
): Promise<ObservedRoom | undefined> {
  if (!isRequestError(failure) || !failure.isAmbiguous) return undefined;
  try {
    const room = await lookUpApi.get(roomId);
    return room.marker === marker ? room : undefined;
  } catch (error) {
    if (isRequestError(error)) return undefined;
    throw error;
  }
}

/** All that the room has in another way than given, or does not tell. */
function bodyFor(room: ObservedRoom, inputs: RoomInputs, marker: string): JsonObject {
  const differs = (name: InputName) => {
    const observed = room.inputs[name];
    return observed === undefined || !fits(name, inputs[name], observed);
  };
  const values = inputNames
    .filter((name) => metadataOf(name).wire && !metadataOf(name).replaceOnChanges)
    .filter((name) => inputs[name] !== undefined && differs(name))
    .map((name) => [name, inputs[name]]);
  const extra = Object.entries(inputs.extraSettings ?? {}).filter(
    ([key, value]) => !sameValue(own(room.settings ?? {}, key), value),
  );
  const data = inputs.customData ?? room.inputs.customData;
  return toPatchBody(Object.fromEntries(values), Object.fromEntries(extra), data, marker);
}

async function readForAdoption(roomId: string, context: RoomContext): Promise<ObservedRoom> {
  try {
    return await context.api.get(roomId);
  } catch (error) {
    if (!isRequestError(error) || !error.isGone) throw error;
    throw new Error(
      `adoptRoomId: there is no room ${roomId} in the project of App ID ${maskAppId(context.account.appId)}. Look at the id, and at the account that the program uses.`,
      { cause: error },
    );
  }
}

function refuseOwn(room: ObservedRoom, inputs: RoomInputs): void {
  if (resourcePart(room.marker) !== resourceMark(inputs.declaredAs!)) return;
  throw new Error(
    `adoptRoomId: room ${room.roomId} belongs to ${inputs.declaredAs} already, so a replacement would delete the room that it adopts. ` +
      "Nothing was changed. " +
      `If no state holds the room, after a lost state or an adoption that was interrupted, release it first: npx pulumi-enablex orphans --adopt-file adopt.json ${room.roomId}; then run pulumi up again. ` +
      "Otherwise take adoptRoomId out of the program; to create a new room in its place, replace the resource afterwards.",
  );
}

function refuseFixedDifferences(room: ObservedRoom, inputs: RoomInputs, secrets: true | Secrets): void {
  const program = (name: InputName) => (isSecretAt(secrets, [name]) ? "otherwise" : inputs[name]);
  const differences = inputNames
    .filter((name) => metadataOf(name).replaceOnChanges && !fits(name, inputs[name], room.inputs[name]))
    .map((name) => `${name}: the room is ${room.inputs[name]} and the program says ${program(name)}`);
  if (differences.length === 0) return;
  throw new Error(
    `adoptRoomId: room ${room.roomId} differs in what cannot be changed. ${differences.join("; ")}. Nothing was changed. Write in the program what the room is, or adopt another.`,
  );
}

function refuseForeignData(room: ObservedRoom, inputs: RoomInputs): void {
  if (!room.isDataUnreadable || inputs.customData) return;
  throw new Error(
    `adoptRoomId: the data of room ${room.roomId} is no object, so it cannot hold the marker of its owner beside it. Nothing was changed. Write customData to put an object in its place.`,
  );
}
