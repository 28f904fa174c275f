import { type Lock, lockOf } from "../../pulumi/lock";
import type { Check } from "../check";
import type { Environment } from "../environment";
import { doctorAgain, failure, ok, skipped, warning } from "../finding";

/** Whether a run holds the stack, so that no other can begin. A killed one holds it until it is cancelled. */
export const lock: Check = {
  title: "Lock",
  needs: "Stack",
  async run({ environment, stack, of }) {
    const [project = "", name = ""] = stack.name!.split("/");
    const lock = await lockOf(environment.pulumi, project, name).catch(() => undefined);
    if (lock === undefined) return skipped("this backend does not show it");
    if (lock === "none") return ok("no run holds the stack");
    const cancel = `pulumi cancel${of}`;
    const held = `${lock.holder ?? "somebody"} holds the stack${lock.since ? ` since ${lock.since}` : ""}`;
    switch (isRunning(lock, environment)) {
      case true:
        return warning(
          `${held}: process ${lock.pid} of this machine is running; wait for its end, or run pulumi cancel if it is no pulumi`,
          doctorAgain(of),
        );
      case false:
        return failure(`${held}, and its process ${lock.pid} has ended without releasing it`, cancel);
      default:
        return warning(
          `${held}; cancelling a run that is still going would lose what it is creating, so ask first`,
          cancel,
        );
    }
  },
};

function isRunning({ pid, hostname }: Lock, { host, isRunning }: Environment): boolean | undefined {
  return pid === undefined || hostname !== host ? undefined : isRunning(pid);
}
