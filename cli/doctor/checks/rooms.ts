import { reasonToKeep } from "../../../provider/room/gone";
import type { RoomState } from "../../../provider/room/schema";
import { providerText } from "../../../sdk/provider-text";
import { counted } from "../../counted";
import { isRoom, roomsInState, type StateRoom } from "../../pulumi/rooms";
import { nameOf, type StateResource, usesExplicitProvider } from "../../pulumi/state";
import { chain } from "../../shell";
import type { Check, Context } from "../check";
import { type Finding, failure, firstNames, ok, skipped, warning } from "../finding";

/** Whether the rooms of the state exist, and what would run for them. */
export const rooms: Check = {
  title: "Rooms",
  run(context) {
    const { resources } = context.stack;
    if (!resources) return skipped("there is no state to read");
    const readable = roomsInState(resources).filter(({ roomId }) => roomId !== undefined);
    const problems = [
      checkProviderCode(resources.filter(isRoom), context.stackFlag),
      checkListed(readable, usesExplicitProvider(resources), context),
    ].filter((each) => each !== undefined);
    if (problems.length > 0) return problems;
    return ok(
      readable.length === 0
        ? "no room is deployed"
        : `${counted(readable.length, "room")}, managed by the installed code`,
    );
  },
};

/** A refresh and a destroy run the code that a room's outputs hold, not that of the program. */
function checkProviderCode(rooms: StateResource[], stackFlag: string): Finding | undefined {
  const old = rooms.filter(
    ({ type, outputs }) => /:dynamic\//.test(type) && outputs?.__provider !== providerText,
  );
  if (old.length === 0) return undefined;
  const names = firstNames(old.map(nameOf));
  return failure(
    `the state contains old provider code for ${old.length} of ${counted(rooms.length, "room")}, which refresh and destroy would run: ${names}`,
    `pulumi up${stackFlag}`,
  );
}

/** Rooms in the state that their API does not list: somebody deleted them, or an emulator was started without them. */
function checkListed(
  rooms: StateRoom[],
  isOfOwnProvider: (resource: StateResource) => boolean,
  { environment: { clock, platform }, responses, stackFlag }: Context,
): Finding | undefined {
  const gone = rooms.filter(({ roomId = "", resource, outputs }) => {
    const room = outputs as Partial<RoomState>;
    const listed = responses.find((api) => api.rooms && api.account === room.account)?.rooms;
    // A provider that the program declares may have an account that the configuration does not name.
    if (isOfOwnProvider(resource) || listed === undefined || listed.has(roomId.toLowerCase())) return false;
    // The server deletes an adhoc room when its call is over, and may forget a scheduled one after its end.
    return room.kind !== "adhoc" && reasonToKeep(room, clock.now()) === undefined;
  });
  if (gone.length === 0) return undefined;
  const which = rooms.length === 1 ? "the only room" : `${gone.length} of the ${rooms.length} rooms`;
  const [its, are] = gone.length === 1 ? ["its", "it is"] : ["their", "they are"];
  const why =
    gone.length === rooms.length
      ? `; if ${are} of another project, configure that project again instead of running the command below`
      : "";
  return warning(
    `the API does not list ${which} in the state, so ${its} links do not work: ${firstNames(gone.map(({ name }) => name))}${why}`,
    chain(`pulumi refresh --run-program${stackFlag}`, `pulumi up${stackFlag}`, platform),
  );
}
