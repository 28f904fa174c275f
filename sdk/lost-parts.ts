import * as pulumi from "@pulumi/pulumi";
import { propertyPath } from "../provider/property-path";
import { unsendableParts } from "../provider/room/unsendable";

/**
 * Refuses values that Pulumi's SDK silently drops before they reach the provider: keys `__proto__` and half surrogate
 * pairs. Ignores outputs and promises, whose values are not known yet.
 *
 * @param resource its name for the message, such as `Room standup`
 * @throws RunError with the path of the first such value
 */
export function refuseLostParts(resource: string, args: unknown): void {
  const [lost] = unsendableParts(args, [], isPlain, ["__proto__"]);
  if (lost) throw new pulumi.RunError(`${resource}: ${propertyPath(lost.path)}: ${lost.reason}.`);
}

const isPlain = (object: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(object));
