import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { type HeldRoom, heldRooms } from "./rooms";
import type { StateResource } from "./state";

/** A room with the last past state that contained it. */
export interface PastRoom extends HeldRoom {
  /** When Pulumi saved the state. */
  at: Date;
}

/**
 * Where a backend in a folder keeps past states. The names contain nanoseconds since 1970, except for a stack's
 * previous state (`.bak`).
 */
const STATE_FILES = [
  // Written after each update, refresh, import and destroy; deleted by `pulumi stack rm`.
  ["history", /-(\d+)\d{6}\.checkpoint\.json(?:\.gz|\.zst)?$/],
  // The same states; kept by `pulumi stack rm`.
  ["backups", /\.(\d+)\d{6}\.json(?:\.gz|\.zst)?$/],
  // `pulumi stack import`, `pulumi state` and killed runs only leave a `.bak`; PULUMI_RETAIN_CHECKPOINTS keeps all.
  ["stacks", /\.json(?:\.gz|\.zst)?\.(?:bak|(\d+)\d{6})$/],
] as const;

/**
 * Finds rooms in the past states that a backend in a folder keeps, including those of removed stacks.
 *
 * @param folder contains `.pulumi`
 * @param tell prints a line of progress
 * @returns the latest state with each room that was found
 * @throws Error if a past state cannot be read
 */
export async function findInHistory(
  folder: string,
  roomIds: string[],
  tell: (line: string) => void,
): Promise<Map<string, PastRoom>> {
  const missing = new Set(roomIds);
  const found = new Map<string, PastRoom>();
  const states = (
    await Promise.all(STATE_FILES.map(([kind, name]) => listStates(join(folder, ".pulumi", kind), name)))
  )
    .flat()
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  if (states.length >= PROGRESS_FROM) tell(`Reading up to ${states.length} past states …`);
  for (const { file, at } of states) {
    if (missing.size === 0) break;
    for (const room of await readRooms(file)) {
      if (missing.delete(room.roomId)) found.set(room.roomId, { ...room, at });
    }
  }
  return found;
}

/** Reading this many states takes seconds. */
const PROGRESS_FROM = 100;

async function listStates(folder: string, name: RegExp): Promise<{ file: string; at: Date }[]> {
  const files = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    // No run has finished yet.
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const states = files.map(async (each) => {
    const match = name.exec(each);
    if (!match) return [];
    const file = join(folder, each);
    return [{ file, at: match[1] ? new Date(Number(match[1])) : (await stat(file)).mtime }];
  });
  return (await Promise.all(states)).flat();
}

async function readRooms(file: string): Promise<HeldRoom[]> {
  try {
    const text = await readDecompressed(file);
    // Most states of a large backend have no rooms, and parsing is slow.
    if (!text.includes("enablex")) return [];
    const { checkpoint } = JSON.parse(text) as { checkpoint: { latest?: { resources?: StateResource[] } } };
    return heldRooms(checkpoint.latest?.resources ?? []);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/** Detects the compression by content, because a name may end in `.bak`. */
async function readDecompressed(file: string): Promise<string> {
  const content = await readFile(file);
  const start = content.subarray(0, 4).toString("hex");
  if (start.startsWith("1f8b")) return zlib.gunzipSync(content).toString();
  if (start !== "28b52ffd") return content.toString();
  // Since Node.js 22.15.
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (content: Buffer) => Buffer };
  if (zstdDecompressSync) return zstdDecompressSync(content).toString();
  throw new Error("this version of Node.js cannot read zstd");
}
