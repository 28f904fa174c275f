import { writeFile } from "node:fs/promises";
import { confirm } from "../confirm";
import { pulumi } from "../pulumi/command";
import { lockOf } from "../pulumi/lock";
import { heldRooms } from "../pulumi/rooms";
import { type PulumiStack, readExport, readStack } from "../pulumi/stack";
import { UsageError } from "../usage-error";
import { ageMs, durationMs } from "./age";
import { deleteAll } from "./delete";
import { type Orphan, type Search, searchOrphans, withoutHeld } from "./find";
import type { Flags } from "./flags";
import { asJson, doubt, report, reportAdopt, reportImport, tellUnseen } from "./report";
import { importFile, releaseInto, restorable } from "./restore";

/** Returns the command's exit code. */
export async function run(ids: string[], flags: Flags): Promise<number> {
  const writes = flags.importFile ?? flags.adoptFile;
  if (ids.length > 0 && !flags.delete && writes === undefined)
    throw new UsageError("Room ids require --delete, --import-file or --adopt-file.");
  if (flags.delete && ids.length === 0 && !flags.all)
    throw new UsageError("Pass the ids of the rooms to delete, or --all.");
  if (ids.length > 0 && flags.all) throw new UsageError("Pass either ids or --all.");
  const minimumAge = durationMs(flags.olderThan);

  const stack = await readWanted(flags);
  const search = await searchOrphans(stack, flags.as);
  const { found } = search;
  tellUnseen(search);
  const named = ids.map((id) => choose(id, found));
  if (writes !== undefined && found.length > 0)
    return restore(ids.length > 0 ? named : found, stack, search, flags);
  if (!flags.delete) {
    console.log(
      flags.json ? JSON.stringify(found.map(asJson(search)), null, 2) : await report(search, flags),
    );
    return found.length > 0 ? 1 : search.unseenProviders.length > 0 ? 2 : 0;
  }
  await refuseLocked(stack, search, flags);
  const chosen = flags.all ? chooseAll(search, minimumAge) : named;
  const left = flags.all ? found.filter(({ left }) => left).length : 0;
  if (left > 0)
    console.log(
      `Kept ${left} ${left === 1 ? "room" : "rooms"} that left a state. To delete them, pass their ids.`,
    );
  if (chosen.length === 0) {
    console.log(`No orphan is older than ${flags.olderThan}; ${found.length - left} are younger.`);
    return 0;
  }
  if (!flags.yes && !(await confirmed(chosen, "Delete these rooms and their links permanently?"))) return 1;
  return deleteAll(await stillOrphans(chosen, stack, search, flags));
}

function chooseAll(search: Search, minimumAge: number): Orphan[] {
  const chosen = search.found.filter((orphan) => !orphan.left && ageMs(orphan.room) >= minimumAge);
  if (chosen.length > 0) refuseUnsure(search);
  return chosen;
}

/** Writes a file that brings rooms back, and returns the exit code. */
async function restore(chosen: Orphan[], stack: PulumiStack, search: Search, flags: Flags): Promise<number> {
  const { rooms, leftOut } = restorable(chosen);
  for (const { room, resource } of leftOut)
    console.error(`Skipped ${room.roomId} "${room.inputs.name}": another room exists for ${resource}.`);
  if (flags.importFile !== undefined) {
    const importable = new Map([...rooms].filter(([, { account }]) => account === undefined));
    const others = new Map([...rooms].filter(([, { account }]) => account !== undefined));
    await writeFile(flags.importFile, importFile(importable));
    console.log(reportImport(flags.importFile, importable, others, flags));
    return others.size > 0 ? 1 : 0;
  }
  await refuseLocked(stack, search, flags);
  const question = "Release these rooms so that the program can adopt them under the same resource names?";
  if (!flags.yes && !(await confirmed([...rooms.values()], question))) return 1;
  const still = new Set(await stillOrphans([...rooms.values()], stack, search, flags));
  const orphans = new Map([...rooms].filter(([, orphan]) => still.has(orphan)));
  const released = await releaseInto(flags.adoptFile!, orphans);
  console.log(reportAdopt(flags.adoptFile!, released));
  return released.size < orphans.size ? 1 : 0;
}

/** @throws UsageError if what was found may be rooms that somebody wants to keep */
function refuseUnsure({
  pastUnreadable,
  unseenStacks,
}: Pick<Search, "pastUnreadable" | "unseenStacks">): void {
  const why = pastUnreadable
    ? `past states cannot be read (${pastUnreadable}), so rooms that were retained or moved cannot be told apart`
    : unseenStacks.length > 0 &&
      `the state of ${unseenStacks.join(", ")} cannot be read, and may contain some of them`;
  if (why)
    throw new UsageError(`Nothing was deleted: ${why}. Check each room, then pass the ids: --delete <id> ….`);
}

const readWanted = ({ file, stack }: Flags): Promise<PulumiStack> =>
  file === undefined ? readStack(stack) : readExport(file);

/** @throws UsageError if a run is going on that may be creating the rooms, or if that cannot be seen */
async function refuseLocked(stack: PulumiStack, { of }: Search, { unlocked }: Flags): Promise<void> {
  const lock = ({ project, stack: name }: Search["of"]) =>
    stack.isFromFile ? undefined : lockOf(pulumi, project, name).catch(() => undefined);
  const locks = [await lock(stack), await lock(of)];
  if (locks.some((found) => found !== undefined && found !== "none")) {
    throw new UsageError(
      `The stack ${of.project}/${of.stack} is locked: a run may be creating rooms that its state does not contain yet. Nothing was changed. ` +
        "Wait for the run to end. If it was killed, run pulumi cancel first.",
    );
  }
  if (locks[0] === undefined && !unlocked) {
    throw new UsageError(
      "The stack's lock cannot be read, so a run may be active. Nothing was changed. Make sure that none is, then pass --unlocked.",
    );
  }
}

/**
 * Those that no run has taken into a state since it was read. The lock is looked at first: a run that begins after
 * that makes rooms that were not found, and one that has ended has written them down.
 */
async function stillOrphans(
  chosen: Orphan[],
  stack: PulumiStack,
  search: Search,
  flags: Flags,
): Promise<Orphan[]> {
  await refuseLocked(stack, search, flags);
  const now = await readWanted(flags);
  const { found, unseen } = await withoutHeld(chosen, heldRooms(now.resources), now);
  if (flags.all) refuseUnsure({ unseenStacks: unseen });
  for (const { room } of chosen.filter((each) => !found.includes(each)))
    console.log(`Kept ${room.roomId} "${room.inputs.name}": a state contains it now.`);
  return found;
}

function choose(id: string, found: Orphan[]): Orphan {
  const orphan = found.find(({ room }) => room.roomId.toLowerCase() === id.toLowerCase());
  if (!orphan) throw new UsageError(`${id} is not an orphan of this stack. Nothing was changed.`);
  return orphan;
}

function confirmed(chosen: Orphan[], question: string): Promise<boolean> {
  const names = chosen.map(({ room }) => `  ${room.roomId}  "${room.inputs.name}"`).join("\n");
  return confirm(`${doubt}\n${question}\n${names}\n`);
}
