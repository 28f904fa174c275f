import { folderOf, readBackend } from "../../pulumi/backend";
import { failureOf } from "../../pulumi/command";
import { unsetVariable } from "../../shell";
import type { Check, Context } from "../check";
import { type Finding, failure, ok, rerunDoctor } from "../finding";

/** Whether the user is logged in to a backend that can be opened. */
export const login: Check = {
  title: "Login",
  needs: "Pulumi",
  async run(context) {
    try {
      const { user, url } = await readBackend(context.environment.pulumi);
      context.stack.isEncryptedByPassphrase = !/^https?:/.test(url);
      return ok(`${user}, ${withoutCredentials(url)}`);
    } catch (error) {
      return explain(error, context);
    }
  },
};

/**
 * Keeps the backend that the environment names, if possible: in another one the stack would be new, and each room
 * would be created a second time.
 */
function explain(error: unknown, { environment: { env, platform }, stackFlag }: Context): Finding {
  const { kind, reason } = failureOf(error);
  const backend = env.PULUMI_BACKEND_URL;
  const message = kind === "noLogin" ? "not logged in" : reason;
  if (!backend)
    return failure(`${message} (pulumi login --local keeps stacks on this machine)`, "pulumi login");
  if (kind === "noLogin") return failure(`${message} to the backend of PULUMI_BACKEND_URL`, "pulumi login");
  if (kind === "noFolder" && folderOf(backend) !== undefined) {
    return failure(
      `${message}; the backend comes from PULUMI_BACKEND_URL`,
      unsetVariable("PULUMI_BACKEND_URL", platform),
    );
  }
  return failure(
    `${message}; check the address in PULUMI_BACKEND_URL and its credentials`,
    rerunDoctor(stackFlag),
  );
}

/** A backend's address may contain a password, such as that of a database. */
function withoutCredentials(address: string): string {
  if (!URL.canParse(address)) return "a self-managed backend";
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}
