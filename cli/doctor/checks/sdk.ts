import { existsSync } from "node:fs";
import { join } from "node:path";
import { inFolder, removeFolder } from "../../shell";
import type { Check } from "../check";
import { failure, ok, skipped, warning } from "../finding";
import { installedVersion, packageFolder, packageManagerOf } from "../remedies/package-manager";
import { isAtLeast, oldestPulumi } from "../versions";

/** Whether a program's copy of Pulumi's SDK is installed and new enough. */
export const sdk: Check = {
  title: "@pulumi/pulumi",
  async run({ environment: { platform }, project }) {
    if (!project) return skipped("no project in this folder");
    const { runtime, programFolder: folder } = project;
    if (runtime !== "nodejs") return skipped(`the program is written for ${runtime}`);
    const fix = inFolder(folder, [`${packageManagerOf(folder).add} @pulumi/pulumi@latest`], platform);
    const version = await installedVersion(folder, "@pulumi/pulumi");
    if (version === undefined) return failure(`not installed in ${folder}`, fix);
    if (!isAtLeast(version, oldestPulumi))
      return failure(`${version} is too old: ${oldestPulumi} or later is required`, fix);
    const copy = secondCopy(folder);
    return copy === undefined
      ? ok(version)
      : warning(
          `${version}, but pulumi package add or pulumi install put a second copy into ${copy}: inline programs of the Automation API fail with "Expected argument of type pulumirpc.RegisterResourceRequest"`,
          removeFolder(copy, platform),
        );
  },
};

/** The SDK in this package's own folder. Only there, because a linked checkout needs its own. */
function secondCopy(programFolder: string): string | undefined {
  const own = packageFolder(programFolder, "pulumi-enablex");
  if (own === undefined || !/[\\/]node_modules[\\/]/.test(own)) return undefined;
  const copy = join(own, "node_modules", "@pulumi");
  return existsSync(join(copy, "pulumi")) ? copy : undefined;
}
