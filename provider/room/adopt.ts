import { isRequestError } from "../api/errors";
import { maskAppId } from "../ids";
import { type JsonObject, own } from "../json";
import { isSecretAt, type Secrets } from "../program-secrets";
import { fits, sameValue } from "./compare";
import type { RoomContext } from "./context";
import { importedInputs } from "./drift";
import { linksOf } from "./links";
import { resourceMark, resourcePart } from "./marker";
import { describeOwner, isForeign } from "./ownership";
import { PartialStateError } from "./partial-state-error";
import { type InputName, inputNames, metadataOf, type RoomInputs } from "./properties";
import { rejectLateUpdate, scheduleOf } from "./schedule";
import { waitUntilEmpty } from "./wait-until-empty";
import { type ObservedRoom, toPatchBody } from "./wire";

/**
 * Adopts an existing room: rejects one that differs in what the API cannot change, updates the rest, and sets
 * the marker. A room that already has this resource's marker is rejected, because its replacement would
 * delete the adopted room.
 */
export async function adoptRoom(
  roomId: string,
  inputs: RoomInputs,
  marker: string,
  context: RoomContext,
): Promise<ObservedRoom> {
  const room = await readForAdoption(roomId, context);
  rejectOwn(room, inputs);
  rejectFixedDifferences(room, inputs, context.secrets);
  rejectUnreadableData(room, inputs);
  const schedule = scheduleOf(importedInputs(room), context.secrets);
  rejectLateUpdate(roomId, schedule, context.clock.now());

  const adopt = () => context.api.update(roomId, adoptionBody(room, inputs, marker));
  let adopted: ObservedRoom | undefined;
  try {
    await waitUntilEmpty(roomId, adopt, schedule, context);
  } catch (error) {
    adopted = await findAdopted(error, roomId, marker, context);
    if (!adopted) throw error;
  }
  if (isForeign(room, inputs)) {
    context.warn(
      `Room ${roomId} belonged to ${describeOwner(room, inputs)} and now belongs to ${inputs.declaredAs}. ` +
        "The other resource can no longer change or delete it; remove it from its program.",
    );
  }
  try {
    return adopted ?? (await context.api.get(roomId));
  } catch (error) {
    const state = { ...inputs, roomId, ...linksOf(context.account, roomId) };
    const reason = `Room ${roomId} was adopted but could not be read back. ${(error as Error).message}`;
    throw new PartialStateError(roomId, state, reason);
  }
}

/** The room, if it has this attempt's marker after an update that failed without a response. */
async function findAdopted(
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

/** The update that adopts the room: every value that differs from the inputs or is unknown. */
function adoptionBody(room: ObservedRoom, inputs: RoomInputs, marker: string): JsonObject {
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
      `Adopting room ${roomId} failed: it does not exist in the project of App ID ${maskAppId(context.account.appId)}. Check adoptRoomId and the account that the program uses.`,
      { cause: error },
    );
  }
}

function rejectOwn(room: ObservedRoom, inputs: RoomInputs): void {
  if (resourcePart(room.marker) !== resourceMark(inputs.declaredAs!)) return;
  throw new Error(
    `Adopting room ${room.roomId} failed: it already belongs to ${inputs.declaredAs}, so a replacement would delete the adopted room. ` +
      "Nothing was changed. " +
      `If no state contains the room, after a lost state or an interrupted adoption, release it with npx pulumi-enablex orphans --adopt-file adopt.json ${room.roomId} and run pulumi up again. ` +
      "Otherwise remove adoptRoomId from the program. To create a new room instead, replace the resource afterwards.",
  );
}

function rejectFixedDifferences(room: ObservedRoom, inputs: RoomInputs, secrets: true | Secrets): void {
  const wanted = (name: InputName) => (isSecretAt(secrets, [name]) ? "another value" : inputs[name]);
  const differences = inputNames
    .filter((name) => metadataOf(name).replaceOnChanges && !fits(name, inputs[name], room.inputs[name]))
    .map((name) => `${name}: the room has ${room.inputs[name]}, the program ${wanted(name)}`);
  if (differences.length === 0) return;
  throw new Error(
    `Adopting room ${room.roomId} failed: it differs in inputs that cannot be changed (${differences.join("; ")}). Nothing was changed. Set these inputs to the values of the room, or adopt another room.`,
  );
}

function rejectUnreadableData(room: ObservedRoom, inputs: RoomInputs): void {
  if (!room.isDataUnreadable || inputs.customData) return;
  throw new Error(
    `Adopting room ${room.roomId} failed: its data is not an object, so it cannot hold the owner's marker. Nothing was changed. Set customData to replace the data.`,
  );
}
