import { writeFile } from "node:fs/promises";
import { confirm } from "../confirm";
import { counted } from "../counted";
import { pulumi } from "../pulumi/command";
import { lockOf } from "../pulumi/lock";
import { heldRooms } from "../pulumi/rooms";
import { type PulumiStack, readExport, readStack } from "../pulumi/stack";
import { ageMs, durationMs } from "./age";
import { deleteAll } from "./delete";
import { notInAnyState, type Orphan, type Search, searchOrphans } from "./find";
import type { Flags } from "./flags";
import { asJson, markerCaveat, report, reportAdopt, reportImport, warnUnchecked } from "./report";
import { importFile, oneRoomPerResource, releaseAndWrite } from "./restore";

/** Returns the command's exit code. */
export async function run(ids: string[], flags: Flags): Promise<number> {
  const writes = flags.importFile ?? flags.adoptFile;
  if (ids.length > 0 && !flags.delete && writes === undefined)
    throw new Error("Room ids require --delete, --import-file or --adopt-file.");
  if (flags.delete && ids.length === 0 && !flags.all)
    throw new Error("Pass the ids of the rooms to delete, or --all.");
  if (ids.length > 0 && flags.all) throw new Error("Pass either ids or --all.");
  const minimumAge = durationMs(flags.olderThan);

  const stack = await readRequestedStack(flags);
  const search = await searchOrphans(stack, flags.as);
  const { found } = search;
  warnUnchecked(search);
  const named = ids.map((id) => selectById(id, found));
  if (writes !== undefined && found.length > 0)
    return restore(ids.length > 0 ? named : found, stack, search, flags);
  if (!flags.delete) {
    console.log(
      flags.json ? JSON.stringify(found.map(asJson(search)), null, 2) : await report(search, flags),
    );
    return found.length > 0 ? 1 : search.uncheckedProviders.length > 0 ? 2 : 0;
  }
  await refuseLocked(stack, search, flags);
  const chosen = flags.all ? selectAll(search, minimumAge) : named;
  const kept = flags.all ? found.filter(({ lastState }) => lastState).length : 0;
  if (kept > 0)
    console.log(`Kept ${counted(kept, "room")} that left a state. To delete them, pass their ids.`);
  if (chosen.length === 0) {
    console.log(`No orphan is older than ${flags.olderThan}; ${found.length - kept} are younger.`);
    return 0;
  }
  if (!flags.yes && !(await confirmRooms(chosen, "Delete these rooms and their links permanently?")))
    return 1;
  return deleteAll(await stillOrphans(chosen, stack, search, flags));
}

function selectAll(search: Search, minimumAge: number): Orphan[] {
  const chosen = search.found.filter((orphan) => !orphan.lastState && ageMs(orphan.room) >= minimumAge);
  if (chosen.length > 0) refuseUncertain(search);
  return chosen;
}

/** Writes a file that brings rooms back, and returns the exit code. */
async function restore(chosen: Orphan[], stack: PulumiStack, search: Search, flags: Flags): Promise<number> {
  const { rooms, leftOut } = oneRoomPerResource(chosen);
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
  if (!flags.yes && !(await confirmRooms([...rooms.values()], question))) return 1;
  const still = new Set(await stillOrphans([...rooms.values()], stack, search, flags));
  const orphans = new Map([...rooms].filter(([, orphan]) => still.has(orphan)));
  const released = await releaseAndWrite(flags.adoptFile!, orphans);
  console.log(reportAdopt(flags.adoptFile!, released));
  return released.size < orphans.size ? 1 : 0;
}

/** @throws Error if some of the rooms may be in use */
function refuseUncertain({
  historyError,
  unreadableStacks,
}: Pick<Search, "historyError" | "unreadableStacks">): void {
  const why = historyError
    ? `past states cannot be read (${historyError}), so rooms that were retained or moved cannot be told apart`
    : unreadableStacks.length > 0 &&
      `the state of ${unreadableStacks.join(", ")} cannot be read, and may contain some of them`;
  if (why)
    throw new Error(`Nothing was deleted: ${why}. Check each room, then pass the ids: --delete <id> ….`);
}

const readRequestedStack = ({ file, stack }: Flags): Promise<PulumiStack> =>
  file === undefined ? readStack(stack) : readExport(file);

/** @throws Error if the stack is locked, or its lock cannot be read */
async function refuseLocked(stack: PulumiStack, { owner }: Search, { unlocked }: Flags): Promise<void> {
  const lock = ({ project, stack: name }: Search["owner"]) =>
    stack.isFromFile ? undefined : lockOf(pulumi, project, name).catch(() => undefined);
  const locks = [await lock(stack), await lock(owner)];
  if (locks.some((found) => found !== undefined && found !== "none")) {
    throw new Error(
      `The stack ${owner.project}/${owner.stack} is locked: a run may be creating rooms that its state does not contain yet. Nothing was changed. ` +
        "Wait for the run to end. If it was killed, run pulumi cancel first.",
    );
  }
  if (locks[0] === undefined && !unlocked) {
    throw new Error(
      "The stack's lock cannot be read, so a run may be active. Nothing was changed. Make sure that none is, then pass --unlocked.",
    );
  }
}

/**
 * Removes rooms that a run has added to a state since the search. Checks the lock first: a run that starts later only
 * creates rooms that were not found, and a run that has ended has written its state.
 */
async function stillOrphans(
  chosen: Orphan[],
  stack: PulumiStack,
  search: Search,
  flags: Flags,
): Promise<Orphan[]> {
  await refuseLocked(stack, search, flags);
  const now = await readRequestedStack(flags);
  const { found, unreadableStacks } = await notInAnyState(chosen, heldRooms(now.resources), now);
  if (flags.all) refuseUncertain({ unreadableStacks });
  for (const { room } of chosen.filter((each) => !found.includes(each)))
    console.log(`Kept ${room.roomId} "${room.inputs.name}": a state contains it now.`);
  return found;
}

function selectById(id: string, found: Orphan[]): Orphan {
  const orphan = found.find(({ room }) => room.roomId.toLowerCase() === id.toLowerCase());
  if (!orphan) throw new Error(`${id} is not an orphan of this stack. Nothing was changed.`);
  return orphan;
}

function confirmRooms(chosen: Orphan[], question: string): Promise<boolean> {
  const names = chosen.map(({ room }) => `  ${room.roomId}  "${room.inputs.name}"`).join("\n");
  return confirm(`${markerCaveat}\n${question}\n${names}\n`);
}
