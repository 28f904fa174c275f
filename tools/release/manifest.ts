import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * package.json as published, without scripts and development dependencies. `pulumi package add` and `pulumi install` run
 * `npm install` in the plugin's folder. The scripts would make that command build the plugin, without its sources.
 */
export function published(manifest: Record<string, unknown>): Record<string, unknown> {
  const { scripts: _, devDependencies: __, ...rest } = manifest;
  return rest;
}

const file = join(__dirname, "..", "..", "package.json");
const kept = `${file}.whole`;

/** Runs before npm packs; `restore` runs afterwards. */
function trim(): void {
  const whole = readFileSync(file, "utf8");
  writeFileSync(kept, whole);
  writeFileSync(file, `${JSON.stringify(published(JSON.parse(whole)), null, 2)}\n`);
}

function restore(): void {
  // If an earlier `npm pack` was killed, package.json may be newer than the backup.
  const isTrimmed = !("scripts" in JSON.parse(readFileSync(file, "utf8")));
  if (existsSync(kept) && isTrimmed) renameSync(kept, file);
}

if (require.main === module) ({ trim, restore })[process.argv[2] as "trim" | "restore"]();
