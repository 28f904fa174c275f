import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Setup } from "./project";

/** Writes a lock as Pulumi's file backend does. */
export async function lock(setup: Setup, fields: { hostname: string } | undefined): Promise<void> {
  const locks = join(setup.folder, ".pulumi", "locks", "organization", "rooms", "dev");
  await mkdir(locks, { recursive: true });
  const content = { pid: 4711, username: "alice", timestamp: "2026-01-05T11:00:00Z", ...fields };
  await writeFile(join(locks, "0001.json"), fields ? JSON.stringify(content) : "");
  const url = pathToFileURL(setup.folder).href;
  setup.pulumiOutput = { whoami: JSON.stringify({ user: "alice", url }) };
}
