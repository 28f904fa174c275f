import { providerText } from "../../sdk/provider-text";
import { isRoom, isRoomSet, type StateResource } from "../pulumi-stack";
import type { ApiAnswer } from "./api";
import { type Finding, failure, ok, skipped, warning } from "./finding";
import type { Stack } from "./pulumi";

/** What earlier deployments left in the state that a later one trips over. */
export function examineState({ resources }: Stack, apis: ApiAnswer[], of: string): Finding[] {
  if (!resources) return ["Rooms", "State"].map((check) => skipped(check, "there is no state to read"));
  const rooms = examineCode(resources.filter(isRoom), of) ?? examineRooms(resources, apis, of);
  return [rooms, examineProviders(resources, of)];
}

/** A refresh and a destroy run the code that a room's outputs hold, not that of the program. */
function examineCode(rooms: StateResource[], of: string): Finding | undefined {
  const old = rooms.filter(
    ({ type, outputs }) => /:dynamic\//.test(type) && outputs?.__provider !== providerText,
  );
  if (old.length === 0) return undefined;
  const names = some(old.map(nameOf));
  return failure(
    "Rooms",
    `for ${old.length} of ${counted(rooms)} a refresh or destroy would run the provider code in the state, which is old: ${names}`,
    `pulumi up${of}`,
  );
}

/** A room that the state knows and its API does not: somebody deleted it, or an emulator was started anew. */
function examineRooms(resources: StateResource[], apis: ApiAnswer[], of: string): Finding {
  const rooms = resources.flatMap(membersOf);
  if (rooms.length === 0) return ok("Rooms", "none is deployed");
  const gone = rooms.filter(({ id, account, kind }) => {
    const listed = apis.find((api) => api.rooms && api.account === account)?.rooms;
    // The server deletes an adhoc room when its call is over.
    return listed !== undefined && kind !== "adhoc" && !listed.has(id.toLowerCase());
  });
  if (gone.length === 0) return ok("Rooms", `${counted(rooms)}, run by the installed code`);
  return warning(
    "Rooms",
    `${gone.length} of ${counted(rooms)} in the state, whose links lead nowhere, the API does not list: ${some(gone.map(({ name }) => name))}`,
    `pulumi refresh${of} && pulumi up${of}`,
  );
}

interface Member {
  name: string;
  id: string;
  account?: unknown;
  kind?: unknown;
}

/** The rooms of a resource, as far as they can be read: a secret part of the state cannot. */
function membersOf(resource: StateResource): Member[] {
  const name = nameOf(resource);
  const { account, kind, rooms } = resource.outputs ?? {};
  if (isRoom(resource)) return [{ name, id: resource.id ?? "", account, kind }];
  if (!isRoomSet(resource)) return [];
  return Object.entries((rooms ?? {}) as Record<string, Member & { roomId?: unknown }>).flatMap(
    ([key, { roomId, ...member }]) =>
      typeof roomId === "string" ? [{ ...member, name: `${name}/${key}`, id: roomId }] : [],
  );
}

const nameOf = ({ urn }: StateResource): string => urn.split("::").at(-1)!;
const counted = ({ length }: unknown[]): string => `${length} ${length === 1 ? "room" : "rooms"}`;
const some = (names: string[]): string =>
  `${names.slice(0, 3).join(", ")}${names.length > 3 ? " and more" : ""}`;

/** The engine keeps a stack's configuration in the entries of its providers. */
function examineProviders(resources: StateResource[], of: string): Finding {
  const plain = resources
    .filter(({ type }) => /^pulumi:providers:(pulumi-nodejs|enablex)$/.test(type))
    .flatMap(({ inputs, outputs }) => [...Object.entries(inputs ?? {}), ...Object.entries(outputs ?? {})])
    .filter(([key, value]) => /^(enablex:)?(appId|appKey|accounts)$/.test(key) && typeof value === "string")
    .map(([key]) => key.replace(/^(enablex:)?/, "enablex:"));
  if (plain.length === 0) return ok("State", "holds no credential in the clear");
  return warning(
    "State",
    `holds ${[...new Set(plain)].join(" and ")} in the clear; a deployment with secret configuration replaces it`,
    `pulumi up${of}`,
  );
}
