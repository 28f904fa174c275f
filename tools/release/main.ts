import { rm } from "node:fs/promises";
import { archive, canBuild, releaseFolder } from "./archive";
import { writeChecksums } from "./checksums";
import { platforms } from "./platforms";
import { buildSdks } from "./sdks";

/** Builds what a release publishes besides the npm package, in `dist-release/`. */
async function main(): Promise<void> {
  await rm(releaseFolder, { recursive: true, force: true });
  for (const path of Object.values(await buildSdks(releaseFolder, console.log))) console.log(path);
  for (const platform of platforms)
    console.log(
      canBuild(platform)
        ? await archive(platform)
        : `Skipped the executable for ${platform.os} ${platform.arch}: only macOS can sign it.`,
    );
  console.log(await writeChecksums(releaseFolder));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
