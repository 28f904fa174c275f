import { rm } from "node:fs/promises";
import { join } from "node:path";
import { buildSdks } from "./sdks";

const folder = join(__dirname, "..", "..", "dist-release");

/** Builds what a release publishes besides the npm package, in `dist-release/`. */
async function main(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const path of Object.values(await buildSdks(folder, console.log))) console.log(path);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
