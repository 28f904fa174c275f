import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as zlib from "node:zlib";
import type { StateResource } from "../pulumi-stack";
import { type HeldRoom, roomsOf } from "./rooms";

/** The last state of the past that held a room. */
export interface PastRoom extends HeldRoom {
  /** When the run ended that wrote the state. */
  at: Date;
}

/**
 * Looks for rooms in the past states that a backend in a folder keeps: Pulumi copies a stack's state into the history at
 * the end of each update, refresh, import and destroy. Stacks that exist no more count too, as far as their files are
 * there.
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
  const history = join(folder, ".pulumi", "history");
  const missing = new Set(roomIds);
  const found = new Map<string, PastRoom>();
  const states = await statesIn(history);
  if (states.length >= MANY) tell(`Reading up to ${states.length} past states …`);
  for (const { file, at } of states) {
    if (missing.size === 0) break;
    for (const room of await roomsIn(join(history, file))) {
      if (missing.delete(room.roomId)) found.set(room.roomId, { ...room, at });
    }
  }
  return found;
}

/** So many take seconds. */
const MANY = 100;

/** Files of past states, the latest first. Their names hold the nanoseconds since 1970. */
async function statesIn(history: string): Promise<{ file: string; at: Date }[]> {
  const files = await readdir(history, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    // No run has ended yet.
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return files
    .flatMap((file) => {
      const [, time] = /-(\d+)\d{6}\.checkpoint\.json(\.gz|\.zst)?$/.exec(file) ?? [];
      return time ? [{ file, at: new Date(Number(time)) }] : [];
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime());
}

async function roomsIn(file: string): Promise<HeldRoom[]> {
  try {
    const text = await textOf(file);
    // Most states of a large backend have nothing to do with rooms, and parsing takes the time.
    if (!text.includes("enablex")) return [];
    const { checkpoint } = JSON.parse(text) as { checkpoint: { latest?: { resources?: StateResource[] } } };
    return roomsOf(checkpoint.latest?.resources ?? []);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

async function textOf(file: string): Promise<string> {
  const content = await readFile(file);
  if (file.endsWith(".gz")) return zlib.gunzipSync(content).toString();
  if (!file.endsWith(".zst")) return content.toString();
  // Node.js has it since 22.15.
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (content: Buffer) => Buffer };
  if (zstdDecompressSync) return zstdDecompressSync(content).toString();
  throw new Error("this version of Node.js cannot read zstd");
}
