import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../emulator/index";
import { noon, type Send, withEmulator } from "../support/emulator";

/** Gives a test an empty folder and always removes it afterwards. */
export async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "enablex-emulator-"));
  try {
    await test(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a test with an emulator that stores its rooms in `rooms.json` of a new folder. */
export function withData(
  test: (file: string, emulator: Emulator, send: Send) => Promise<void>,
): Promise<void> {
  return withFolder(async (folder) => {
    const file = join(folder, "rooms.json");
    await withEmulator({ data: file, now: noon }, (emulator, send) => test(file, emulator, send));
  });
}

/** The rooms that an emulator finds in these files. */
export async function roomsIn(file: string) {
  await using emulator = await startEmulator({ data: file, now: noon });
  return emulator.rooms();
}
