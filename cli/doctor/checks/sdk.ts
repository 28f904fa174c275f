import { realpath } from "node:fs/promises";
import { inFolder } from "../../shell";
import type { Check } from "../check";
import { failure, ok, skipped } from "../finding";
import { installedVersion, packageManagerOf } from "../remedies/package-manager";
import { isAtLeast, oldestPulumi } from "../versions";

/** Whether Pulumi's SDK is installed and new enough. The plugin uses its protocol messages too. */
export const sdk: Check = {
  title: "@pulumi/pulumi",
  async run({ environment: { platform }, project }) {
    if (!project) return skipped("no project in this folder");
    const { runtime, programFolder, folder: projectFolder, plugin } = project;
    const folder = runtime === "nodejs" ? programFolder : projectFolder;
    const pluginFolder =
      plugin?.kind === "folder" ? await realpath(plugin.location).catch(() => undefined) : undefined;
    const start = runtime === "nodejs" ? programFolder : pluginFolder;
    if (start === undefined) return skipped(`the program is written for ${runtime}`);
    const fix = inFolder(folder, [`${packageManagerOf(folder).add} @pulumi/pulumi@latest`], platform);
    const version = await installedVersion(start, "@pulumi/pulumi");
    if (version === undefined) return failure(`not installed in ${folder}`, fix);
    if (isAtLeast(version, oldestPulumi)) return ok(version);
    return failure(`${version} is too old: ${oldestPulumi} or later is required`, fix);
  },
};
