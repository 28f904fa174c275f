import { createInterface } from "node:readline/promises";
import type { RoomsApi } from "../../provider/api/client";
import { isRequestError } from "../../provider/api/errors";
import { accountNames, type ConfigReader } from "../../provider/config";
import { createCore } from "../../provider/core";
import { type DeclaredRoom, findOrphans, type Orphan } from "../../provider/room/orphans";
import type { Flags } from "../orphans";
import {
  isRoom,
  isRoomSet,
  type PulumiStack,
  readExport,
  readStack,
  type StateResource,
} from "../pulumi-stack";
import { shellWord } from "../shell";
import { UsageError } from "../usage-error";

/** An orphan and the API of the account that it lives in. */
type Found = Orphan & { api: RoomsApi; account?: string };

/** Answers the command's exit code. */
export async function run(ids: string[], flags: Flags): Promise<number> {
  if (ids.length > 0 && !flags.delete) throw new UsageError("Ids go with --delete.");
  if (flags.delete && ids.length === 0 && !flags.all)
    throw new UsageError("Say which rooms to delete: their ids, or --all.");
  if (ids.length > 0 && flags.all) throw new UsageError("Say either ids or --all.");
  const minimumAge = durationMs(flags.olderThan);

  const stack = flags.file === undefined ? await readStack(flags.stack) : await readExport(flags.file);
  const found = await orphansOf(stack, flags.as);
  if (!flags.delete) {
    console.log(flags.json ? JSON.stringify(found.map(asJson), null, 2) : await report(stack, found, flags));
    return found.length > 0 ? 1 : 0;
  }
  await refuseLocked(stack, flags);
  const doomed = flags.all
    ? found.filter(({ room }) => ageMs(room) >= minimumAge)
    : ids.map((id) => chosen(id, found));
  if (doomed.length === 0) {
    console.log(`No orphan is older than ${flags.olderThan}; ${found.length} younger.`);
    return 0;
  }
  if (!flags.yes && !(await confirmed(doomed))) return 1;
  let failed = 0;
  for (const orphan of doomed) if (!(await deleted(orphan))) failed++;
  return failed > 0 ? 1 : 0;
}

/** The orphans in all accounts that the stack's configuration names. */
async function orphansOf(stack: PulumiStack, as: string | undefined): Promise<Found[]> {
  const [project, name, more] = as?.split("/") ?? [stack.project, stack.stack];
  if (!project || !name || more !== undefined) throw new UsageError("--as has the form <project>/<stack>.");
  const declared = stack.resources.flatMap(declaredRooms);
  const found: Found[] = [];
  for (const account of accountNames(stack.config)) {
    const { api } = createCore({ config: offline(stack.config), warn: console.error }).api(account);
    const rooms = await api.list();
    found.push(
      ...findOrphans(rooms, declared, { project, stack: name }).map((orphan) => ({
        ...orphan,
        api,
        account,
      })),
    );
  }
  return found;
}

/** Links play no part here, so that a subdomain need not be configured. */
const offline =
  (config: ConfigReader): ConfigReader =>
  (key) =>
    config(key) ?? (key === "meetingUrl" ? "https://not-configured.invalid" : undefined);

function declaredRooms(resource: StateResource): DeclaredRoom[] {
  const { id, inputs, outputs } = resource;
  if (isRoomSet(resource)) return membersOf(resource);
  if (!isRoom(resource) || id === undefined) return [];
  const declaredAs = outputs?.declaredAs ?? inputs?.declaredAs;
  return [{ roomId: id, declaredAs: typeof declaredAs === "string" ? declaredAs : undefined }];
}

/** @throws UsageError where the ids are secrets: rooms that are in use would look like orphans */
function membersOf({ urn, outputs = {} }: StateResource): DeclaredRoom[] {
  return Object.entries(Object(outputs.rooms)).map(([key, room]) => {
    const { roomId } = Object(room);
    if (typeof roomId === "string") return { roomId, declaredAs: `${outputs.declaredAs}/${key}` };
    throw new UsageError(
      `The state keeps the rooms of ${urn} as secrets, so that they cannot be told from orphans. Take the secret out of its rooms, and run pulumi up.`,
    );
  });
}

async function report({ project, stack }: PulumiStack, found: Found[], flags: Flags): Promise<string> {
  // The lines below are for the stack that was looked at, whichever one is selected.
  const of = flags.stack === undefined ? "" : ` --stack ${flags.stack}`;
  if (found.length === 0)
    return `No orphans: every room that carries the marker of ${project}/${stack} is in its state.`;
  const parts = await Promise.all(found.map((orphan) => describe(orphan, of)));
  return [
    `${found.length} ${found.length === 1 ? "room carries" : "rooms carry"} the marker of ${project}/${stack} and ${found.length === 1 ? "is" : "are"} not in its state:`,
    ...parts,
    `To delete: npx pulumi-enablex orphans${of} --delete <id> …`,
  ].join("\n\n");
}

async function describe({ room, resource, doubleOf, api, account }: Found, stack: string): Promise<string> {
  const inside = await api.users(room.room_id).then(
    (users) => (users.length === 0 ? "nobody inside" : `${users.length} inside`),
    (error: Error) => `who is inside is not known (${error.message})`,
  );
  const of = account === undefined ? "" : `, account ${account}`;
  const facts = `  ${room.room_id}  "${room.name}"  made ${age(ageMs(room))} ago, ${inside}${of}`;
  const name = resource ?? String(room.name);
  if (doubleOf)
    return `${facts}\n    a double: the state holds room ${doubleOf.roomId} for ${name}, so this one can be deleted`;
  // Under the name that the room's marker holds, an adoption is refused: a replacement would delete the room.
  const adopt = `adoptRoomId: "${room.room_id}", name: ${JSON.stringify(room.name)}, ownerRef: ${JSON.stringify(room.owner_ref)}`;
  return `${facts}\n    native form:  pulumi import enablex:index:Room ${shellWord(name, process.platform)} ${room.room_id}${stack}\n    dynamic form: new Room(${JSON.stringify(`${name}-2`)}, { ${adopt}, … })`;
}

const asJson = ({ room, resource, doubleOf, account }: Found) => ({
  roomId: room.room_id,
  name: room.name,
  ownerRef: room.owner_ref,
  created: new Date(Date.now() - ageMs(room)).toISOString(),
  resource,
  doubleOf: doubleOf?.roomId,
  account,
});

async function refuseLocked({ lock, project, stack }: PulumiStack, { unlocked }: Flags): Promise<void> {
  const locked = await lock().catch(() => undefined);
  if (locked !== undefined && locked !== "none") {
    throw new UsageError(
      `The stack ${project}/${stack} is locked: a run may be making rooms that its state does not hold yet. Nothing was deleted. ` +
        "Wait for the run to end; after a killed one, run pulumi cancel first.",
    );
  }
  if (locked === undefined && !unlocked) {
    throw new UsageError(
      "Whether a run is going on cannot be seen here. Nothing was deleted. Make sure that none is, and say so with --unlocked.",
    );
  }
}

function chosen(id: string, found: Found[]): Found {
  const orphan = found.find(({ room }) => room.room_id === id);
  if (!orphan) throw new UsageError(`${id} is not an orphan of this stack. Nothing was deleted.`);
  return orphan;
}

async function confirmed(doomed: Found[]): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UsageError("Nobody is here to confirm. Nothing was deleted; say --yes in a script.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const names = doomed.map(({ room }) => `  ${room.room_id}  "${room.name}"`).join("\n");
  const answer = await terminal.question(`Delete, for good, with their links?\n${names}\nType yes: `);
  terminal.close();
  if (answer.trim() !== "yes") console.log("Nothing was deleted.");
  return answer.trim() === "yes";
}

async function deleted({ room, api }: Found): Promise<boolean> {
  try {
    await api.delete(room.room_id);
  } catch (error) {
    if (!isRequestError(error) || !error.isGone) {
      console.error(`error: ${(error as Error).message}`);
      return false;
    }
  }
  console.log(`Deleted ${room.room_id} "${room.name}".`);
  return true;
}

/** Of the id's own time where the answer has none: its first 8 digits are Unix seconds. */
function ageMs(room: { room_id: string; created?: unknown }): number {
  const made = Date.parse(String(room.created)) || Number.parseInt(room.room_id.slice(0, 8), 16) * 1000;
  return Date.now() - made;
}

function age(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`;
}

function durationMs(text: string): number {
  const [, amount, unit] = /^(\d+)(s|m|h|d)$/.exec(text) ?? [];
  if (!amount)
    throw new UsageError(`--older-than: ${text} is not a length of time; write 90s, 30m, 1h or 2d.`);
  return Number(amount) * { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as "s"];
}
