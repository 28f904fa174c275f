import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { type HeldRoom, heldRooms } from "./rooms";
import type { StateResource } from "./state";

/** The last state of the past that held a room. */
export interface PastRoom extends HeldRoom {
  /** When Pulumi kept the state. */
  at: Date;
}

/**
 * Where a backend in a folder keeps past states. Names hold the nanoseconds since 1970, except that of the state which a
 * stack had before its last one.
 */
const STATE_FILES = [
  // At the end of each update, refresh, import and destroy; `pulumi stack rm` deletes these …
  ["history", /-(\d+)\d{6}\.checkpoint\.json(?:\.gz|\.zst)?$/],
  // … and leaves these, which are the same states, and the last one as a `.bak`.
  ["backups", /\.(\d+)\d{6}\.json(?:\.gz|\.zst)?$/],
  // `pulumi stack import`, `pulumi state` and a run that is killed leave nothing but a `.bak`. PULUMI_RETAIN_CHECKPOINTS
  // keeps them all.
  ["stacks", /\.json(?:\.gz|\.zst)?\.(?:bak|(\d+)\d{6})$/],
] as const;

/**
 * Looks for rooms in the past states that a backend in a folder keeps. Stacks that exist no more count too, as far as
 * their files are there.
 *
 * @param folder holds the folder `.pulumi`
 * @param tell takes a line of progress
 * @returns for each room that was found the latest state that holds it
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

/** So many take seconds. */
const PROGRESS_FROM = 100;

async function listStates(folder: string, name: RegExp): Promise<{ file: string; at: Date }[]> {
  const files = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    // No run has ended yet.
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
    // Most states of a large backend have nothing to do with rooms, and parsing takes the time.
    if (!text.includes("enablex")) return [];
    const { checkpoint } = JSON.parse(text) as { checkpoint: { latest?: { resources?: StateResource[] } } };
    return heldRooms(checkpoint.latest?.resources ?? []);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/** What a file is packed with, its content says: a name may end in `.bak`. */
async function readDecompressed(file: string): Promise<string> {
  const content = await readFile(file);
  const start = content.subarray(0, 4).toString("hex");
  if (start.startsWith("1f8b")) return zlib.gunzipSync(content).toString();
  if (start !== "28b52ffd") return content.toString();
  // Node.js has it since 22.15.
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (content: Buffer) => Buffer };
  if (zstdDecompressSync) return zstdDecompressSync(content).toString();
  throw new Error("this version of Node.js cannot read zstd");
}
