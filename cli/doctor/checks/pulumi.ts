import { failureOf } from "../../pulumi/command";
import type { Check } from "../check";
import { failure, ok, warning } from "../finding";
import { isAtLeast, oldestPulumi } from "../versions";

/** Whether the command `pulumi` can be run and is new enough. */
export const pulumi: Check = {
  title: "Pulumi",
  async run({ environment: { pulumi, platform } }) {
    const install = platform === "win32" ? "winget install pulumi" : "curl -fsSL https://get.pulumi.com | sh";
    try {
      const version = /\d+\.\d+\.\d+/.exec(await pulumi(["version"]))?.[0] ?? "0.0.0";
      if (isAtLeast(version, oldestPulumi)) return ok(version);
      return warning(`${version} is older than ${oldestPulumi}, the oldest supported version`, install);
    } catch (error) {
      return failure(`the command pulumi cannot be run: ${failureOf(error).reason}`, install);
    }
  },
};
