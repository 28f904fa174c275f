import type { RoomsApi } from "./api/client";
import { type ArgumentMetadata, checkArguments } from "./arguments";
import { type Account, findLinkBase } from "./config/account";
import type { ConfigReader } from "./config/keys";
import { messagesOf } from "./config/problem";
import { whyNoRoomId } from "./ids";
import { importedInputs } from "./room/drift";
import { linksOf, moderatorLink } from "./room/links";
import { infoInputs, metadataOf, outputMetadataOf, type RoomInfo } from "./room/properties";
import type { ObservedRoom } from "./room/wire";
import { urlProblem } from "./url";

/** A person in a room. */
export type RoomUser = Partial<Record<"name" | "userRef" | "role", string>>;

const accountArgument = { type: "string", description: metadataOf("account").description } as const;

/** The arguments of `getRoom` and `getRoomUsers`. */
export const roomArguments = {
  roomId: {
    type: "string",
    description: outputMetadataOf("roomId").description,
    required: true,
    problem: whyNoRoomId,
  },
  account: accountArgument,
} as const satisfies Record<string, ArgumentMetadata>;

/** The arguments of `getRooms`, and the query of a list of rooms. */
export const roomsArguments = {
  ownerRef: { type: "string", description: "Only rooms with exactly this owner reference." },
  name: { type: "string", description: "Only rooms with exactly this name." },
  account: accountArgument,
} as const satisfies Record<string, ArgumentMetadata>;

/** The arguments of `moderatorUrl`. */
export const moderatorArguments = {
  ...roomArguments,
  meetingUrl: { type: "string", description: metadataOf("meetingUrl").description, problem: urlProblem },
} as const satisfies Record<string, ArgumentMetadata>;

/** Finds accounts by name. Only links need more than the account's API. */
interface Accounts {
  api(name: string | undefined): RoomsApi<ObservedRoom>;
  account(name: string | undefined): Account;
}
/** Arguments from a program or the engine, unchecked. */
type Arguments = Record<string, unknown>;

/** @throws BadArguments, or Error if the request fails or the room does not exist */
export async function getRoom(args: Arguments, accounts: Accounts): Promise<RoomInfo> {
  const { roomId, account: of } = textArguments(args, roomArguments);
  const account = accounts.account(of);
  return describeRoom(await accounts.api(of).get(roomId!), account);
}

/**
 * The rooms of an account's project that match all filters, oldest first: room ids begin with the creation time.
 *
 * @throws BadArguments, or Error if the request fails
 */
export async function getRooms(args: Arguments, accounts: Accounts): Promise<RoomInfo[]> {
  const { ownerRef, name, account: of } = textArguments(args, roomsArguments);
  const account = accounts.account(of);
  return (await accounts.api(of).list())
    .map((room) => describeRoom(room, account))
    .filter((room) => ownerRef === undefined || room.ownerRef === ownerRef)
    .filter((room) => name === undefined || room.name === name)
    .sort((a, b) => (a.roomId < b.roomId ? -1 : 1));
}

/** @throws BadArguments, or Error if the request fails or the room does not exist */
export async function getRoomUsers(args: Arguments, { api }: Accounts): Promise<RoomUser[]> {
  const { roomId, account } = textArguments(args, roomArguments);
  const users = await api(account).users(roomId!);
  return users.map(({ name, user_ref, role }) => texts({ name, userRef: user_ref, role }));
}

/**
 * Computes the moderator link of any room of the account's project, without a request.
 *
 * @throws BadArguments, or Error if App ID or subdomain are not configured
 */
export function moderatorUrl(args: Arguments, read: ConfigReader): string {
  const { roomId, account: of, meetingUrl: ofRoom } = textArguments(args, moderatorArguments);
  const { account, problems } = findLinkBase(read, of, ofRoom);
  if (problems.length > 0) throw new Error(messagesOf(problems));
  return moderatorLink(account.meetingUrl!, roomId!, account.appId!);
}

function describeRoom(room: ObservedRoom, account: Account): RoomInfo {
  const inputs = importedInputs(room);
  const shown = infoInputs.filter((name) => inputs[name] !== undefined).map((name) => [name, inputs[name]]);
  const { roomId, created, isActive: active } = room;
  const { participantUrl } = linksOf(account, roomId);
  return { ...Object.fromEntries(shown), roomId, participantUrl, created, active };
}

/** Checks arguments that are all strings. */
const textArguments = <Name extends string>(args: Arguments, table: Record<Name, ArgumentMetadata>) =>
  checkArguments(args, table) as Partial<Record<Name, string>>;

const texts = (values: Arguments) =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
