import { failureOf, stackArgs } from "../../pulumi/command";
import { setVariable } from "../../shell";
import type { Check } from "../check";
import { failure, ok } from "../finding";

/** Whether the stack's configuration and its secrets can be read. */
export const configuration: Check = {
  title: "Configuration",
  needs: "Stack",
  async run({ environment: { pulumi, platform }, requestedStack, stackFlag, stack }) {
    const read = (...more: string[]) => pulumi(["config", "--json", ...more, ...stackArgs(requestedStack)]);
    try {
      stack.config = JSON.parse(await read("--show-secrets"));
      stack.readable = "all";
      const count = Object.keys(stack.config).filter((key) => key.startsWith("enablex:")).length;
      return ok(`${count} enablex ${count === 1 ? "key is" : "keys are"} set on the stack`);
    } catch (error) {
      const plain = await read().then(JSON.parse, () => undefined);
      stack.config = plain ?? {};
      if (plain) stack.readable = "plain";
      const { kind, reason } = failureOf(error);
      const message = `its secrets cannot be read: ${reason}`;
      if (kind !== "passphrase") return failure(message, `pulumi config${stackFlag}`);
      return failure(
        `${message}; use the passphrase with which the stack was created`,
        setVariable("PULUMI_CONFIG_PASSPHRASE", "…", platform),
      );
    }
  },
};
