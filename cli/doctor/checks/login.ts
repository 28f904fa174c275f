import { folderOf, readBackend } from "../../pulumi/backend";
import { failureOf } from "../../pulumi/command";
import { unsetVariable } from "../../shell";
import type { Check, Context } from "../check";
import { type Finding, failure, ok, rerunDoctor } from "../finding";

/** Whether somebody is logged in to a backend that opens. */
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
 * A fix hardly ever leaves a backend that the environment names: at another one the stack would begin as a new one, and
 * each of its rooms be created a second time.
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

/** The address of a backend may hold a password, as that of a database does. */
function withoutCredentials(address: string): string {
  if (!URL.canParse(address)) return "a self-managed backend";
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}
