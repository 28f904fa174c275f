import * as pulumi from "@pulumi/pulumi";

/** Calls a function of the provider. Pulumi prints a RunError without its stack trace: the message is enough. */
export function withRunErrors<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new pulumi.RunError(`${name}: ${(error as Error).message}`);
  }
}
