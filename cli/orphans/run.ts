import { createInterface } from "node:readline/promises";
import { isRequestError } from "../../provider/api/errors";
import { lockOf } from "../lock";
import type { Flags } from "../orphans";
import { type PulumiStack, pulumi, readExport, readStack } from "../pulumi-stack";
import { UsageError } from "../usage-error";
import { ageMs, durationMs } from "./age";
import { type Found, heldBy, type Search, searchOrphans } from "./find";
import { asJson, doubt, report, tellUnseen } from "./report";

/** Answers the command's exit code. */
export async function run(ids: string[], flags: Flags): Promise<number> {
  if (ids.length > 0 && !flags.delete) throw new UsageError("Ids go with --delete.");
  if (flags.delete && ids.length === 0 && !flags.all)
    throw new UsageError("Say which rooms to delete: their ids, or --all.");
  if (ids.length > 0 && flags.all) throw new UsageError("Say either ids or --all.");
  const minimumAge = durationMs(flags.olderThan);

  const stack = await readWanted(flags);
  const search = await searchOrphans(stack, flags.as);
  const { found } = search;
  tellUnseen(search);
  if (!flags.delete) {
    console.log(flags.json ? JSON.stringify(found.map(asJson), null, 2) : await report(search, flags));
    return found.length > 0 ? 1 : search.unseenProviders.length > 0 ? 2 : 0;
  }
  await refuseLocked(stack, search, flags);
  const chosen = flags.all
    ? found.filter(({ room }) => ageMs(room) >= minimumAge)
    : ids.map((id) => choose(id, found));
  if (chosen.length === 0) {
    console.log(`No orphan is older than ${flags.olderThan}; ${found.length} younger.`);
    return 0;
  }
  if (flags.all && search.unseenStacks.length > 0)
    throw new UsageError("Nothing was deleted: name the rooms that are no other stack's.");
  if (!flags.yes && !(await confirmed(chosen))) return 1;
  return deleteAll(await stillOrphans(chosen, stack, search, flags));
}

const readWanted = ({ file, stack }: Flags): Promise<PulumiStack> =>
  file === undefined ? readStack(stack) : readExport(file);

/** @throws UsageError where a run is going on that may be making the rooms, or where that cannot be seen */
async function refuseLocked(stack: PulumiStack, { of }: Search, { unlocked }: Flags): Promise<void> {
  const lock = ({ project, stack: name }: Search["of"]) =>
    stack.isFromFile ? undefined : lockOf(pulumi, project, name).catch(() => undefined);
  const locks = [await lock(stack), await lock(of)];
  if (locks.some((found) => found !== undefined && found !== "none")) {
    throw new UsageError(
      `The stack ${of.project}/${of.stack} is locked: a run may be making rooms that its state does not hold yet. Nothing was deleted. ` +
        "Wait for the run to end; after a killed one, run pulumi cancel first.",
    );
  }
  if (locks[0] === undefined && !unlocked) {
    throw new UsageError(
      "Whether a run is going on cannot be seen here. Nothing was deleted. Make sure that none is, and say so with --unlocked.",
    );
  }
}

/**
 * Those that no run has taken into the state since it was read. The lock is looked at first: a run that begins after
 * that makes rooms that were not found, and one that has ended has written them down.
 */
async function stillOrphans(
  chosen: Found[],
  stack: PulumiStack,
  search: Search,
  flags: Flags,
): Promise<Found[]> {
  await refuseLocked(stack, search, flags);
  const held = heldBy((await readWanted(flags)).resources);
  return chosen.filter(({ room }) => {
    if (held.has(room.room_id)) console.log(`Kept ${room.room_id} "${room.name}": the state holds it now.`);
    return !held.has(room.room_id);
  });
}

function choose(id: string, found: Found[]): Found {
  const orphan = found.find(({ room }) => room.room_id === id);
  if (!orphan) throw new UsageError(`${id} is not an orphan of this stack. Nothing was deleted.`);
  return orphan;
}

async function confirmed(chosen: Found[]): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UsageError("Nobody is here to confirm. Nothing was deleted; say --yes in a script.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const names = chosen.map(({ room }) => `  ${room.room_id}  "${room.name}"`).join("\n");
  const answer = await terminal.question(
    `${doubt}\nDelete, for good, with their links?\n${names}\nType yes: `,
  );
  terminal.close();
  if (answer.trim() !== "yes") console.log("Nothing was deleted.");
  return answer.trim() === "yes";
}

/** Answers the exit code. One that fails stops no other. */
async function deleteAll(chosen: Found[]): Promise<number> {
  let code = 0;
  for (const orphan of chosen) if (!(await isDeleted(orphan))) code = 1;
  return code;
}

async function isDeleted({ room, api }: Found): Promise<boolean> {
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
