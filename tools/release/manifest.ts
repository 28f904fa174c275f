import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * package.json as published, without scripts and development dependencies. `pulumi package add` and `pulumi install` run
 * `npm install` in the folder of an installed plugin package. With the scripts it would try to build there, without the
 * sources.
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
  // After a killed packing, package.json may have been restored by other means.
  const isTrimmed = !("scripts" in JSON.parse(readFileSync(file, "utf8")));
  if (existsSync(kept) && isTrimmed) renameSync(kept, file);
}

if (require.main === module) ({ trim, restore })[process.argv[2] as "trim" | "restore"]();
