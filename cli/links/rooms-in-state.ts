import { parseInstant } from "../../provider/room/instant";
import { isRoom, isRoomSet, isSecret, type StackState, type StateResource } from "../pulumi-stack";
import { UsageError } from "../usage-error";

/** A room as people need it who are invited to it. Texts hold no control characters. */
export interface SheetRoom {
  roomId: string;
  name: string;
  kind: "permanent" | "scheduled" | "adhoc";
  description?: string;
  /** How many participants may be in the room at once. */
  participants?: number;
  participantUrl: string;
  /** Only where the state was read with its secrets. */
  moderatorUrl?: string;
  /** Of a scheduled room, where its time can be read. */
  meeting?: { start: Date; end: Date };
  /** Whether the time of a scheduled room is a secret that was not decrypted. */
  hasSecretTime?: boolean;
  /** When the state last changed, counted in seconds from when it was first written: grows with every change. */
  revision: number;
  modified?: Date;
}

/**
 * The rooms of a stack: those with a time first, in its order, then the others by name.
 *
 * @throws UsageError where a link, or all rooms of a set, are a secret that was not decrypted
 */
export function roomsInState({ resources }: Pick<StackState, "resources">): SheetRoom[] {
  return resources
    .filter((resource) => !resource.delete && !resource.pendingReplacement && resource.id)
    .flatMap((resource) =>
      (isRoom(resource) ? [resource] : isRoomSet(resource) ? membersOf(resource) : []).map(sheetRoom),
    )
    .sort((a, b) => startOf(a) - startOf(b) || byName.compare(a.name, b.name));
}

type Bag = Record<string, unknown>;

function sheetRoom({ urn, id = "", outputs = {}, ...rest }: StateResource): SheetRoom {
  const room = revealed(outputs) as Bag;
  const name = line(room.name) || line(urn.split("::").at(-1));
  const participantUrl = text(room.participantUrl);
  if (!participantUrl) {
    throw new UsageError(
      `The state holds no participant link of ${name} that can be read, or only as a secret. Run pulumi up; if it stays so, run this with --moderator, which reads secrets.`,
    );
  }
  const start = parseInstant(text(room.scheduledTime) ?? "");
  const minutes = Number(room.durationMinutes);
  const [created, modified] = [rest.created, rest.modified].map((time) => Date.parse(time ?? ""));
  return {
    roomId: id,
    name,
    kind: room.kind === "scheduled" || room.kind === "adhoc" ? room.kind : "permanent",
    description: paragraph(room.description) || undefined,
    participants: Number(room.participants) || undefined,
    participantUrl: line(participantUrl),
    moderatorUrl: text(room.moderatorUrl) && line(room.moderatorUrl),
    meeting:
      room.kind === "scheduled" && start !== undefined && minutes > 0
        ? { start: new Date(start * 1000), end: new Date((start + minutes * 60) * 1000) }
        : undefined,
    hasSecretTime:
      room.kind === "scheduled" && [outputs.scheduledTime, outputs.durationMinutes].some(isHidden),
    revision: Math.max(0, Math.floor((modified! - created!) / 1000)) || 0,
    modified: Number.isNaN(modified) ? undefined : new Date(modified!),
  };
}

/** The rooms of a set, each as if it were a resource of its own. */
function membersOf({ urn, outputs = {}, ...rest }: StateResource): StateResource[] {
  const { rooms, moderatorUrls } = outputs as Record<string, unknown>;
  if (isHidden(rooms)) {
    throw new UsageError(
      `The rooms of the set ${line(urn.split("::").at(-1))} are a secret as a whole. Run this with --moderator, which reads secrets.`,
    );
  }
  const hosts = revealed(moderatorUrls) as Bag | undefined;
  return Object.entries((opened(rooms) ?? {}) as Bag).map(([key, member]) => {
    const room = (opened(member) ?? {}) as Bag;
    return {
      ...rest,
      urn: `${urn}::${key}`,
      id: text(revealed(room.roomId)),
      outputs: { ...room, moderatorUrl: hosts?.[key] },
    };
  });
}

const isHidden = (value: unknown): boolean => isSecret(value) && value.plaintext === undefined;

/** What a decrypted secret of a state holds, or a value that is none; `undefined` for a secret that is encrypted. */
function opened(value: unknown): unknown {
  if (!isSecret(value)) return value;
  return value.plaintext === undefined ? undefined : JSON.parse(value.plaintext);
}

/** A value of a state with its decrypted secrets in their place, and without those that are encrypted. */
function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null || isSecret(value)) return opened(value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revealed(part)]));
}

const startOf = ({ meeting }: SheetRoom): number => meeting?.start.getTime() ?? Number.MAX_SAFE_INTEGER;

/** `class 2` comes before `class 10`. */
const byName = new Intl.Collator("en", { numeric: true });

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** One line of well-formed Unicode: a terminal, a calendar and a page show it as it is. */
const line = (value: unknown): string => paragraph(value).replace(/\s+/g, " ").trim();

function paragraph(value: unknown): string {
  return (
    Buffer.from(text(value) ?? "")
      .toString()
      .replace(/\r\n?/g, "\n")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g, " ")
      .trim()
  );
}
