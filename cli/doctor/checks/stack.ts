import { readState } from "../../pulumi/stack";
import type { Check } from "../check";
import { ok } from "../finding";
import { explainStack } from "../remedies/stack-failure";

/** Whether the stack exists and its state can be read. */
export const stack: Check = {
  title: "Stack",
  needs: "Login",
  async run(context) {
    const { pulumi: run, folder } = context.environment;
    try {
      const state = await readState(context.requestedStack, { run, folder });
      const { project, stack, resources, pending } = state;
      context.stack.name = `${project}/${stack}`;
      context.stack.resources = resources;
      context.stack.pending = pending;
      return ok(context.stack.name);
    } catch (error) {
      return explainStack(error, context);
    }
  },
};
