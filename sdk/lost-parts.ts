import * as pulumi from "@pulumi/pulumi";
import { failureAt } from "../provider/room/schema-failures";
import { unsendableParts } from "../provider/room/unsendable";

/**
 * Refuses what would not reach the provider, because Pulumi's SDK drops it without a word: a key `__proto__`, and half
 * of a character. Outputs and promises, whose values are still to come, are not looked into.
 *
 * @param resource names it in the message, such as `Room standup`
 * @throws RunError with the path of the first part
 */
export function refuseLostParts(resource: string, args: unknown): void {
  const [lost] = unsendableParts(args, [], isPlain, ["__proto__"]);
  if (lost) throw new pulumi.RunError(`${resource}: ${failureAt(lost.path, lost.reason, true).reason}.`);
}

const isPlain = (object: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(object));
