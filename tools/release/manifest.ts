import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * package.json as it is published: without what belongs to a checkout. `pulumi package add` and `pulumi install` run
 * `npm install` in the folder of an installed package that is a plugin, which would build it there, from sources that it
 * does not have, with all that its tests need.
 */
export function published(manifest: Record<string, unknown>): Record<string, unknown> {
  const { scripts: _, devDependencies: __, ...rest } = manifest;
  return rest;
}

const file = join(__dirname, "..", "..", "package.json");
const kept = `${file}.whole`;

/** npm runs this before it packs, and `restore` afterwards. Without scripts it would not come here a second time. */
function trim(): void {
  const whole = readFileSync(file, "utf8");
  writeFileSync(kept, whole);
  writeFileSync(file, `${JSON.stringify(published(JSON.parse(whole)), null, 2)}\n`);
}

function restore(): void {
  // After a packing that was killed, somebody may have mended package.json otherwise.
  const isTrimmed = !("scripts" in JSON.parse(readFileSync(file, "utf8")));
  if (existsSync(kept) && isTrimmed) renameSync(kept, file);
}

if (require.main === module) ({ trim, restore })[process.argv[2] as "trim" | "restore"]();
