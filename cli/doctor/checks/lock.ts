import { type Lock, lockOf } from "../../pulumi/lock";
import type { Check } from "../check";
import type { Environment } from "../environment";
import { failure, ok, rerunDoctor, skipped, warning } from "../finding";

/** Whether a run locks the stack. The lock of a killed run stays until `pulumi cancel`. */
export const lock: Check = {
  title: "Lock",
  needs: "Stack",
  async run({ environment, stack, stackFlag }) {
    const [project = "", name = ""] = stack.name!.split("/");
    const lock = await lockOf(environment.pulumi, project, name).catch(() => undefined);
    if (lock === undefined) return skipped("this backend does not show locks");
    if (lock === "none") return ok("the stack is not locked");
    const cancel = `pulumi cancel${stackFlag}`;
    const held = `the stack is locked${lock.holder ? ` by ${lock.holder}` : ""}${lock.since ? ` since ${lock.since}` : ""}`;
    switch (isRunning(lock, environment)) {
      case true:
        return warning(
          `${held}: process ${lock.pid} on this machine is running; wait for it to end, or run pulumi cancel if it is not a Pulumi process`,
          rerunDoctor(stackFlag),
        );
      case false:
        return failure(`${held}, but its process ${lock.pid} ended without releasing it`, cancel);
      default:
        return warning(
          `${held}; check first that the run has ended: cancelling an active run loses track of what it is creating`,
          cancel,
        );
    }
  },
};

function isRunning({ pid, hostname }: Lock, { host, isRunning }: Environment): boolean | undefined {
  return pid === undefined || hostname !== host ? undefined : isRunning(pid);
}
