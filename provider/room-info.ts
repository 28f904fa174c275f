import type { RoomsApi } from "./api/client";
import type { Account } from "./config/account";
import { whyNoRoomId } from "./ids";
import { nearest } from "./nearest";
import { importedInputs } from "./room/drift";
import { linksOf } from "./room/links";
import { infoInputs, type RoomInfo } from "./room/properties";
import type { Failure } from "./room/schema-failures";
import type { ObservedRoom } from "./room/wire";

/** A person in a room. */
export type RoomUser = Partial<Record<"name" | "userRef" | "role", string>>;

/** The arguments of a function are invalid. */
export class BadArguments extends Error {
  override readonly name = "BadArguments";

  constructor(readonly failures: Failure[]) {
    super(failures.map(({ reason }) => reason).join("\n"));
  }
}

/** Finds accounts by name. Only links need more than the account's API. */
interface Accounts {
  api(name: string | undefined): RoomsApi<ObservedRoom>;
  account(name: string | undefined): Account;
}
/** Arguments from a program or the engine, unchecked. */
type Arguments = Record<string, unknown>;

/** @throws BadArguments, or Error if the request fails or the room does not exist */
export async function getRoom(args: Arguments, accounts: Accounts): Promise<RoomInfo> {
  const { roomId, account: of } = checked(args, ["roomId", "account"]);
  const account = accounts.account(of);
  return describeRoom(await accounts.api(of).get(roomId!), account);
}

/**
 * The rooms of an account's project that match all filters, oldest first: room ids begin with the creation time.
 *
 * @throws BadArguments, or Error if the request fails
 */
export async function getRooms(args: Arguments, accounts: Accounts): Promise<RoomInfo[]> {
  const { ownerRef, name, account: of } = checked(args, ["ownerRef", "name", "account"]);
  const account = accounts.account(of);
  return (await accounts.api(of).list())
    .map((room) => describeRoom(room, account))
    .filter((room) => ownerRef === undefined || room.ownerRef === ownerRef)
    .filter((room) => name === undefined || room.name === name)
    .sort((a, b) => (a.roomId < b.roomId ? -1 : 1));
}

/** @throws BadArguments, or Error if the request fails or the room does not exist */
export async function getRoomUsers(args: Arguments, { api }: Accounts): Promise<RoomUser[]> {
  const { roomId, account } = checked(args, ["roomId", "account"]);
  const users = await api(account).users(roomId!);
  return users.map(({ name, user_ref, role }) => texts({ name, userRef: user_ref, role }));
}

function describeRoom(room: ObservedRoom, account: Account): RoomInfo {
  const inputs = importedInputs(room);
  const shown = infoInputs.filter((name) => inputs[name] !== undefined).map((name) => [name, inputs[name]]);
  const { roomId, created, isActive: active } = room;
  const { participantUrl } = linksOf(account, roomId);
  return { ...Object.fromEntries(shown), roomId, participantUrl, created, active };
}

/** Checks the arguments: each must be a string, and `roomId` is required if the function has it. */
function checked<Name extends string>(args: Arguments, names: Name[]): Partial<Record<Name, string>> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined && value !== null);
  const failures: Failure[] = [];
  const fail = (property: string, why: string) => failures.push({ property, reason: `${property}: ${why}` });
  if (names.includes("roomId" as Name) && !given.some(([name]) => name === "roomId")) {
    fail("roomId", "is required; write a string");
  }
  for (const [name, value] of given) {
    if (!names.includes(name as Name)) {
      const near = nearest(name, names);
      const known = near ? `did you mean ${near}?` : `use one of ${names.join(", ")}`;
      fail(name, `is not an argument; ${known}`);
    } else if (typeof value !== "string") fail(name, "is not a string");
    else if (name === "roomId" && whyNoRoomId(value)) fail(name, whyNoRoomId(value)!);
  }
  if (failures.length > 0) throw new BadArguments(failures);
  return texts(args) as Partial<Record<Name, string>>;
}

const texts = (values: Arguments) =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
