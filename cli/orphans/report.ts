import { parseDeclaredAs } from "../../provider/room/marker";
import { counted } from "../counted";
import { nameOf } from "../pulumi/state";
import { shellWord } from "../shell";
import { ageMs, ageText } from "./age";
import type { Orphan, Search } from "./find";
import type { Flags } from "./flags";
import type { RoomsByResource } from "./restore";

/** Lists the orphans, and how to recover or delete them. */
export async function report({ owner, found, historyError }: Search, flags: Flags): Promise<string> {
  const marker = `the marker of ${owner.project}/${owner.stack}`;
  if (found.length === 0) return `No orphans: every room with ${marker} is in a state.`;
  const described = new Map(
    await Promise.all(found.map(async (orphan) => [orphan, await describe(orphan, flags)] as const)),
  );
  const section = (orphans: Orphan[], text: (rooms: string, are: string) => string): string[] => {
    if (orphans.length === 0) return [];
    const are = orphans.length === 1 ? "is" : "are";
    return [text(counted(orphans.length, "room"), are), ...orphans.map((orphan) => described.get(orphan)!)];
  };
  return [
    ...section(
      found.filter(({ lastState }) => !lastState),
      (rooms, are) =>
        `${rooms} ${are === "is" ? "has" : "have"} ${marker} and ${are} in no state, ` +
        (historyError
          ? `but may have been in one: past states cannot be read (${historyError}).`
          : "current or past."),
    ),
    ...section(
      found.filter(({ lastState }) => lastState),
      (rooms, are) =>
        `${rooms} left a state: ${are === "is" ? "it was" : "they were"} retained, removed or moved, or an older state was restored. --all does not delete ${are === "is" ? "it" : "them"}.`,
    ),
    ...(found.length === 1 ? [] : [recoverCommands(flags)]),
    `To delete: npx pulumi-enablex orphans${searchFlags(flags)} --delete <id> …\n${markerCaveat}`,
  ].join("\n\n");
}

const recoverCommands = (flags: Flags): string =>
  `To recover all of them under the same resource names: npx pulumi-enablex orphans${searchFlags(flags)} with\n` +
  "    native form:            --import-file rooms.json\n" +
  "    dynamic form, RoomSet:  --adopt-file adopt.json";

/** No search can rule this out. */
export const markerCaveat =
  "A stack with the same project and name in another backend or organization creates rooms with the same marker. Make sure that there is none.";

/** Flags that repeat the search, even if another stack is selected. */
const searchFlags = ({ stack, file, as }: Pick<Flags, "stack" | "file" | "as">): string =>
  Object.entries({ stack, file, as })
    .filter(([, value]) => value !== undefined)
    .map(([flag, value]) => ` --${flag} ${shellWord(value!, process.platform)}`)
    .join("");

async function describe(
  { room, resource, duplicateOf, lastState, api, account }: Orphan,
  flags: Flags,
): Promise<string> {
  const inside = await api.users(room.roomId).then(
    (users) => (users.length === 0 ? "empty" : `${users.length} in the room`),
    (error: Error) => `users unknown (${error.message})`,
  );
  const of = account === undefined ? "" : `, account ${account}`;
  const facts = `  ${room.roomId}  "${room.inputs.name}"  created ${ageText(ageMs(room))} ago, ${inside}${of}`;
  const name = resource ?? String(room.inputs.name);
  const lastIn = lastState ? `\n    last in ${describeLastState(lastState)}` : "";
  if (duplicateOf && !lastState)
    return `${facts}\n    a duplicate: the state contains room ${duplicateOf.roomId} for ${name}, so this one can be deleted`;
  const shell = (text: string) => shellWord(text, process.platform);
  return (
    `${facts}${lastIn}\n` +
    `    native form:  pulumi import enablex:index:Room ${shell(name)} ${room.roomId}${searchFlags({ stack: flags.stack })}\n` +
    `    dynamic form: npx pulumi-enablex orphans${searchFlags(flags)} --adopt-file adopt.json ${room.roomId}`
  );
}

/** `school/dev on 2026-11-24 09:00 UTC, as standup`. */
function describeLastState({ urn, declaredAs, at }: NonNullable<Orphan["lastState"]>): string {
  const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(urn) ?? [];
  const name = (declaredAs && parseDeclaredAs(declaredAs)?.name) ?? nameOf({ urn });
  return `${project}/${stack} on ${at.toISOString().slice(0, 16).replace("T", " ")} UTC, as ${name}`;
}

export const asJson =
  ({ historyError }: Search) =>
  ({ room, resource, duplicateOf, lastState, account }: Orphan) => ({
    roomId: room.roomId,
    name: room.inputs.name,
    ownerRef: room.inputs.ownerRef,
    created: new Date(Date.now() - ageMs(room)).toISOString(),
    resource,
    duplicateOf: duplicateOf?.roomId,
    status: lastState ? "left-a-state" : historyError ? "unknown" : "unrecorded",
    lastInState: lastState?.at.toISOString(),
    account,
  });

export function reportImport(
  file: string,
  rooms: RoomsByResource,
  others: RoomsByResource,
  { stack }: Flags,
): string {
  const inSets = [...rooms].filter(([name, { lastState }]) =>
    lastState ? isRoomSetUrn(lastState.urn) : name.includes("/"),
  );
  const lines = [
    `${counted(rooms.size, "room")} written to ${file}. To import: pulumi import --file ${shellWord(file, process.platform)}${searchFlags({ stack })}`,
  ];
  if (inSets.length > 0)
    lines.push(
      `They are imported as single Rooms, including ${inSets.length === 1 ? "one that seems" : `${inSets.length} that seem`} to belong to a RoomSet. If the program has the set, use --adopt-file with their ids.`,
    );
  if (others.size > 0)
    lines.push(
      `${counted(others.size, "room")} of other accounts skipped, because pulumi import cannot reach them: use --adopt-file with the ids ${idsOf(others)}.`,
    );
  return [...lines, ...unknownNames(rooms)].join("\n");
}

export const reportAdopt = (file: string, rooms: RoomsByResource): string =>
  [
    `${counted(rooms.size, "room")} released, and written to ${file} by resource name. To adopt them, add each entry to its resource:`,
    `  const adopt = JSON.parse(readFileSync(${JSON.stringify(file)}, "utf8"));`,
    '  new Room("standup", { participants: 8, ...adopt["standup"] });',
    '  new RoomSet("timetable", { rooms: { "math-101": { participants: 30, ...adopt["timetable/math-101"] } } });',
    "Run pulumi up, remove the entries from the program, and run pulumi up again.",
    ...unknownNames(rooms),
  ].join("\n");

/** A room's name can differ from its resource name. */
function unknownNames(rooms: RoomsByResource): string[] {
  const orphans = [...rooms].filter(([, { resource }]) => resource === undefined);
  if (orphans.length === 0) return [];
  return [
    `The resource names of ${counted(orphans.length, "room")} are unknown, so the file contains the rooms' own names: ${idsOf(new Map(orphans))}.`,
  ];
}

const idsOf = (rooms: RoomsByResource): string =>
  [...rooms.values()].map(({ room }) => room.roomId).join(" ");
const isRoomSetUrn = (urn: string): boolean => urn.split("::")[2]!.endsWith("enablex:index:RoomSet");

/** Warns about accounts and states that could not be read. */
export function warnUnchecked({ uncheckedProviders, unreadableStacks }: Search): void {
  if (uncheckedProviders.length > 0)
    console.error(
      `warning: the accounts of the program's own providers ${uncheckedProviders.join(", ")} were not checked. ` +
        "To check one, set its configuration in environment variables and pass the output of pulumi stack export with --file.",
    );
  if (unreadableStacks.length > 0)
    console.error(
      `warning: the state of ${unreadableStacks.join(", ")} cannot be read. It may contain rooms that are listed as orphans here.`,
    );
}
