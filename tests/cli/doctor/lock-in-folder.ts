import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Patient } from "./patient";

/** A lock as a folder of states keeps it. */
export async function lock(patient: Patient, fields: { hostname: string } | undefined): Promise<void> {
  const locks = join(patient.folder, ".pulumi", "locks", "organization", "rooms", "dev");
  await mkdir(locks, { recursive: true });
  const content = { pid: 4711, username: "alice", timestamp: "2026-01-05T11:00:00Z", ...fields };
  await writeFile(join(locks, "0001.json"), fields ? JSON.stringify(content) : "");
  const url = pathToFileURL(patient.folder).href;
  patient.pulumiSays = { whoami: JSON.stringify({ user: "alice", url }) };
}
