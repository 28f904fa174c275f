import { parseDeclaredAs } from "../../provider/room/marker";
import type { Flags } from "../orphans";
import { nameOf } from "../pulumi-stack";
import { shellWord } from "../shell";
import { ageMs, ageText } from "./age";
import type { Orphan, Search } from "./find";

/** What was found, for people, and how to bring each room back. */
export async function report({ of, found, pastUnreadable }: Search, flags: Flags): Promise<string> {
  const marker = `the marker of ${of.project}/${of.stack}`;
  if (found.length === 0) return `No orphans: every room that carries ${marker} is in a state.`;
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
        `${rooms} ${are === "is" ? "carries" : "carry"} ${marker} and ${are} in no state, ` +
        (pastUnreadable
          ? `but may have left one: past states cannot be read (${pastUnreadable}).`
          : "current or past."),
    ),
    ...section(
      found.filter(({ left }) => left),
      (rooms, are) =>
        `${rooms} left a state: ${are === "is" ? "it was" : "they were"} retained, removed or moved, or an older state was restored. --all does not delete ${are === "is" ? "it" : "them"}.`,
    ),
    `To delete: npx pulumi-enablex orphans${sameSearch(flags)} --delete <id> …\n${doubt}`,
  ].join("\n\n");
}

/** What no search can rule out. */
export const doubt =
  "Rooms of a stack of the same project and name in another backend or organisation look the same: make sure that there is none.";

/** What leads another call to the same rooms, whichever stack is selected. */
const sameSearch = ({ stack, file, as }: Flags): string =>
  Object.entries({ stack, file, as })
    .filter(([, value]) => value !== undefined)
    .map(([flag, value]) => ` --${flag} ${shellWord(value!, process.platform)}`)
    .join("");

async function describe(
  { room, resource, doubleOf, left, api, account }: Orphan,
  { stack }: Flags,
): Promise<string> {
  const inside = await api.users(room.room_id).then(
    (users) => (users.length === 0 ? "nobody inside" : `${users.length} inside`),
    (error: Error) => `who is inside is not known (${error.message})`,
  );
  const of = account === undefined ? "" : `, account ${account}`;
  const facts = `  ${room.room_id}  "${room.name}"  made ${ageText(ageMs(room))} ago, ${inside}${of}`;
  const name = resource ?? String(room.name);
  const lastIn = left ? `\n    last in ${describePast(left)}` : "";
  if (doubleOf && !left)
    return `${facts}\n    a double: the state holds room ${doubleOf.roomId} for ${name}, so this one can be deleted`;
  // Under the name that the room's marker holds, an adoption is refused: a replacement would delete the room.
  const adopt = `adoptRoomId: "${room.room_id}", name: ${JSON.stringify(room.name)}, ownerRef: ${JSON.stringify(room.owner_ref)}`;
  const into = sameSearch({ stack } as Flags);
  return `${facts}${lastIn}\n    native form:  pulumi import enablex:index:Room ${shellWord(name, process.platform)} ${room.room_id}${into}\n    dynamic form: new Room(${JSON.stringify(`${name}-2`)}, { ${adopt}, … })`;
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
    roomId: room.room_id,
    name: room.name,
    ownerRef: room.owner_ref,
    created: new Date(Date.now() - ageMs(room)).toISOString(),
    resource,
    doubleOf: doubleOf?.roomId,
    status: left ? "left-a-state" : pastUnreadable ? "unknown" : "unrecorded",
    lastInState: left?.at.toISOString(),
    account,
  });

/** Says where a search could not look, a line for each. */
export function tellUnseen({ unseenProviders, unseenStacks }: Search): void {
  if (unseenProviders.length > 0)
    console.error(
      `warning: not looked at: the accounts of the program's own providers ${unseenProviders.join(", ")}. ` +
        "With an account's settings in the environment, --file looks there, in what pulumi stack export wrote.",
    );
  if (unseenStacks.length > 0)
    console.error(
      `warning: the state of ${unseenStacks.join(", ")} cannot be read, and may hold rooms that look like orphans here.`,
    );
}
