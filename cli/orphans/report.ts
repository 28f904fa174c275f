import { parseDeclaredAs } from "../../provider/room/marker";
import { nameOf } from "../pulumi/state";
import { shellWord } from "../shell";
import { ageMs, ageText } from "./age";
import type { Orphan, Search } from "./find";
import type { Flags } from "./flags";
import type { Restorable } from "./restore";

/** What was found, for people, and how to bring each room back. */
export async function report({ of, found, pastUnreadable }: Search, flags: Flags): Promise<string> {
  const marker = `the marker of ${of.project}/${of.stack}`;
  if (found.length === 0) return `No orphans: every room with ${marker} is in a state.`;
  const described = new Map(
    await Promise.all(found.map(async (orphan) => [orphan, await describe(orphan, flags)] as const)),
  );
  const section = (orphans: Orphan[], text: (rooms: string, are: string) => string): string[] => {
    if (orphans.length === 0) return [];
    const [rooms, are] = orphans.length === 1 ? ["1 room", "is"] : [`${orphans.length} rooms`, "are"];
    return [text(rooms, are), ...orphans.map((orphan) => described.get(orphan)!)];
  };
  return [
    ...section(
      found.filter(({ left }) => !left),
      (rooms, are) =>
        `${rooms} ${are === "is" ? "has" : "have"} ${marker} and ${are} in no state, ` +
        (pastUnreadable
          ? `but may have been in one: past states cannot be read (${pastUnreadable}).`
          : "current or past."),
    ),
    ...section(
      found.filter(({ left }) => left),
      (rooms, are) =>
        `${rooms} left a state: ${are === "is" ? "it was" : "they were"} retained, removed or moved, or an older state was restored. --all does not delete ${are === "is" ? "it" : "them"}.`,
    ),
    ...(found.length === 1 ? [] : [bringBack(flags)]),
    `To delete: npx pulumi-enablex orphans${sameSearch(flags)} --delete <id> …\n${doubt}`,
  ].join("\n\n");
}

const bringBack = (flags: Flags): string =>
  `To recover all of them under the same resource names: npx pulumi-enablex orphans${sameSearch(flags)} with\n` +
  "    native form:            --import-file rooms.json\n" +
  "    dynamic form, RoomSet:  --adopt-file adopt.json";

/** What no search can rule out. */
export const doubt =
  "A stack with the same project and name in another backend or organisation creates rooms with the same marker. Make sure that there is none.";

/** What leads another call to the same rooms, whichever stack is selected. */
const sameSearch = ({ stack, file, as }: Pick<Flags, "stack" | "file" | "as">): string =>
  Object.entries({ stack, file, as })
    .filter(([, value]) => value !== undefined)
    .map(([flag, value]) => ` --${flag} ${shellWord(value!, process.platform)}`)
    .join("");

async function describe(
  { room, resource, doubleOf, left, api, account }: Orphan,
  flags: Flags,
): Promise<string> {
  const inside = await api.users(room.roomId).then(
    (users) => (users.length === 0 ? "empty" : `${users.length} in the room`),
    (error: Error) => `users unknown (${error.message})`,
  );
  const of = account === undefined ? "" : `, account ${account}`;
  const facts = `  ${room.roomId}  "${room.inputs.name}"  created ${ageText(ageMs(room))} ago, ${inside}${of}`;
  const name = resource ?? String(room.inputs.name);
  const lastIn = left ? `\n    last in ${describePast(left)}` : "";
  if (doubleOf && !left)
    return `${facts}\n    a duplicate: the state contains room ${doubleOf.roomId} for ${name}, so this one can be deleted`;
  const shell = (text: string) => shellWord(text, process.platform);
  return (
    `${facts}${lastIn}\n` +
    `    native form:  pulumi import enablex:index:Room ${shell(name)} ${room.roomId}${sameSearch({ stack: flags.stack })}\n` +
    `    dynamic form: npx pulumi-enablex orphans${sameSearch(flags)} --adopt-file adopt.json ${room.roomId}`
  );
}

/** `school/dev on 2026-11-24 09:00 UTC, as standup`. */
function describePast({ urn, declaredAs, at }: NonNullable<Orphan["left"]>): string {
  const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(urn) ?? [];
  const name = (declaredAs && parseDeclaredAs(declaredAs)?.name) ?? nameOf({ urn });
  return `${project}/${stack} on ${at.toISOString().slice(0, 16).replace("T", " ")} UTC, as ${name}`;
}

export const asJson =
  ({ pastUnreadable }: Search) =>
  ({ room, resource, doubleOf, left, account }: Orphan) => ({
    roomId: room.roomId,
    name: room.inputs.name,
    ownerRef: room.inputs.ownerRef,
    created: new Date(Date.now() - ageMs(room)).toISOString(),
    resource,
    doubleOf: doubleOf?.roomId,
    status: left ? "left-a-state" : pastUnreadable ? "unknown" : "unrecorded",
    lastInState: left?.at.toISOString(),
    account,
  });

/** What to do with a file for `pulumi import`. */
export function reportImport(file: string, rooms: Restorable, others: Restorable, { stack }: Flags): string {
  const inSets = [...rooms].filter(([name, { left }]) =>
    left ? isRoomSetUrn(left.urn) : name.includes("/"),
  );
  const lines = [
    `${counted(rooms.size)} written to ${file}. To import: pulumi import --file ${shellWord(file, process.platform)}${sameSearch({ stack })}`,
  ];
  if (inSets.length > 0)
    lines.push(
      `They are imported as single Rooms, including ${inSets.length === 1 ? "one that seems" : `${inSets.length} that seem`} to belong to a RoomSet. If the program has the set, use --adopt-file with their ids.`,
    );
  if (others.size > 0)
    lines.push(
      `${counted(others.size)} of other accounts skipped, because pulumi import cannot reach them: use --adopt-file with the ids ${idsOf(others)}.`,
    );
  return [...lines, ...unnamed(rooms)].join("\n");
}

/** What to do with a file of inputs. */
export const reportAdopt = (file: string, rooms: Restorable): string =>
  [
    `${counted(rooms.size)} released, and written to ${file} by resource name. To adopt them, add each entry to its resource:`,
    `  const adopt = JSON.parse(readFileSync(${JSON.stringify(file)}, "utf8"));`,
    '  new Room("standup", { participants: 8, ...adopt["standup"] });',
    '  new RoomSet("timetable", { rooms: { "math-101": { participants: 30, ...adopt["timetable/math-101"] } } });',
    "Run pulumi up, remove the entries from the program, and run pulumi up again.",
    ...unnamed(rooms),
  ].join("\n");

/** A title is what a room is called, and a resource may have another name. */
function unnamed(rooms: Restorable): string[] {
  const orphans = [...rooms].filter(([, { resource }]) => resource === undefined);
  if (orphans.length === 0) return [];
  return [
    `The resource names of ${counted(orphans.length)} are unknown, so the file contains the rooms' own names: ${idsOf(new Map(orphans))}.`,
  ];
}

const counted = (rooms: number): string => `${rooms} ${rooms === 1 ? "room" : "rooms"}`;
const idsOf = (rooms: Restorable): string => [...rooms.values()].map(({ room }) => room.roomId).join(" ");
const isRoomSetUrn = (urn: string): boolean => urn.split("::")[2]!.endsWith("enablex:index:RoomSet");

/** Says where a search could not look, a line for each. */
export function tellUnseen({ unseenProviders, unseenStacks }: Search): void {
  if (unseenProviders.length > 0)
    console.error(
      `warning: the accounts of the program's own providers ${unseenProviders.join(", ")} were not checked. ` +
        "To check one, put its settings in the environment, and pass the output of pulumi stack export with --file.",
    );
  if (unseenStacks.length > 0)
    console.error(
      `warning: the state of ${unseenStacks.join(", ")} cannot be read. It may contain rooms that are listed as orphans here.`,
    );
}
