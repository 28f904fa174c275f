import { type Lock, lockOf } from "../pulumi/lock";
import { again, type Finding, failure, ok, skipped, warning } from "./finding";
import type { Surroundings } from "./surroundings";

/** Whether a run holds the stack, so that no other can begin. A killed one holds it until it is cancelled. */
export async function examineLock(around: Surroundings, name: string, of: string[]): Promise<Finding> {
  const check = "Lock";
  const [project = "", stack = ""] = name.split("/");
  const lock = await lockOf(around.pulumi, project, stack).catch(() => undefined);
  if (lock === undefined) return skipped(check, "this backend does not show it");
  if (lock === "none") return ok(check, "no run holds the stack");
  const cancel = ["pulumi cancel", ...of].join(" ");
  const says = `${lock.holder ?? "somebody"} holds the stack${lock.since ? ` since ${lock.since}` : ""}`;
  switch (isAtWork(lock, around)) {
    case true:
      return warning(
        check,
        `${says}: process ${lock.pid} of this machine is at work; wait for its end, or run pulumi cancel if it is no pulumi`,
        again(of.map((word) => ` ${word}`).join("")),
      );
    case false:
      return failure(check, `${says}, and its process ${lock.pid} has ended without giving it back`, cancel);
    default:
      return warning(
        check,
        `${says}; cancelling a run that is at work would lose what it is making, so ask first`,
        cancel,
      );
  }
}

function isAtWork({ pid, hostname }: Lock, { host, isRunning }: Surroundings): boolean | undefined {
  return pid === undefined || hostname !== host ? undefined : isRunning(pid);
}
