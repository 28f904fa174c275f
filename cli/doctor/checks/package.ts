import { createRequire } from "node:module";
import { join } from "node:path";
import { inFolder } from "../../shell";
import type { Check } from "../check";
import type { Environment } from "../environment";
import { type Finding, failure, ok, rerunDoctor, skipped, warning } from "../finding";
import { installCommand, installedVersion, packageManagerOf } from "../remedies/package-manager";
import { checkPlugin } from "./plugin";

/** Whether the program can load this package; in other languages, whether Pulumi finds the plugin. */
export const ownPackage: Check = {
  title: "pulumi-enablex",
  run({ environment, project }) {
    if (!project) return skipped("no project in this folder");
    if (project.runtime !== "nodejs") return checkPlugin(project, environment);
    return checkPackage(project.programFolder, environment);
  },
};

async function checkPackage(folder: string, environment: Environment): Promise<Finding> {
  const { packageVersion, platform } = environment;
  const fix = (...lines: string[]) => inFolder(folder, lines, platform);
  try {
    // The provider's text in the state requires it.
    createRequire(join(folder, "index.js")).resolve("pulumi-enablex/dynamic");
  } catch {
    if (packageManagerOf(folder).isPlugAndPlay) {
      return failure(
        `the provider cannot be loaded from ${folder}: Yarn's Plug'n'Play hides it from Pulumi`,
        fix("yarn config set nodeLinker node-modules", "yarn install"),
      );
    }
    return failure(
      `the provider cannot be loaded from ${folder}: the package is not installed there, or not built`,
      fix(await installCommand(folder, environment)),
    );
  }
  const version = await installedVersion(folder, "pulumi-enablex");
  if (version === packageVersion) return ok(`${version}, found from ${folder}`);
  return warning(
    `deployments use ${version}, found from ${folder}, but this command is ${packageVersion}`,
    fix(rerunDoctor("")),
  );
}
