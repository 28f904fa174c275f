import { reasonToKeep } from "../../../provider/room/gone";
import type { RoomState } from "../../../provider/room/properties";
import { providerText } from "../../../sdk/provider-text";
import { counted } from "../../counted";
import { isRoom, roomsInState, type StateRoom } from "../../pulumi/rooms";
import { nameOf, type StateResource, usesExplicitProvider } from "../../pulumi/state";
import { chain } from "../../shell";
import type { Check, Context } from "../check";
import { type Finding, failure, firstNames, ok, skipped, warning } from "../finding";

/** Whether the rooms of the state exist, and which provider code manages them. */
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

/** Refresh and destroy run the provider code in a room's outputs, not the installed one. */
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

/** Rooms of the state that the API does not list: deleted out of band, or an emulator that lost them. */
function checkListed(
  rooms: StateRoom[],
  isOfOwnProvider: (resource: StateResource) => boolean,
  { environment: { clock, platform }, responses, stackFlag }: Context,
): Finding | undefined {
  const gone = rooms.filter(({ roomId = "", resource, outputs }) => {
    const room = outputs as Partial<RoomState>;
    const listed = responses.find((api) => api.rooms && api.account === room.account)?.rooms;
    // An explicit provider may use an account that is not in the configuration.
    if (isOfOwnProvider(resource) || listed === undefined || listed.has(roomId.toLowerCase())) return false;
    // The server deletes adhoc rooms after the call, and may delete scheduled rooms after their end.
    return room.kind !== "adhoc" && reasonToKeep(room, clock.now()) === undefined;
  });
  if (gone.length === 0) return undefined;
  const which = rooms.length === 1 ? "the only room" : `${gone.length} of the ${rooms.length} rooms`;
  const [its, are] = gone.length === 1 ? ["its", "it is"] : ["their", "they are"];
  const why =
    gone.length === rooms.length
      ? `; if ${are} in another project, configure that project instead of running the command below`
      : "";
  return warning(
    `the API does not list ${which} in the state, so ${its} links do not work: ${firstNames(gone.map(({ name }) => name))}${why}`,
    chain(`pulumi refresh --run-program${stackFlag}`, `pulumi up${stackFlag}`, platform),
  );
}
