import * as pulumi from "@pulumi/pulumi";
import { inputNames, outputNames, secretNames } from "../provider/room/schema";
import { linksInProgram } from "./configuration";
import type { RoomProperties, RoomResults } from "./room-types";

/** The links of a room. Export them as they are: the moderator link stays a secret. */
export interface RoomLinks extends Pick<RoomResults, "participantUrl" | "moderatorUrl"> {}

/** The properties of a room, in both forms. */
export interface RoomMembers extends RoomProperties, RoomResults {
  /** Both links, to export for other stacks, which read them with `roomLinks`. */
  readonly links: RoomLinks;
}

const ofSip = ["sipMeetingId", "sipPin"] as const;
/** The room's id is the resource's own. */
const propertyNames = [...inputNames, ...outputNames.filter((name) => name !== "roomId")];

/**
 * All properties of a room, for the constructor of its class: Pulumi's SDK resolves only those that it is given. What
 * a room has may be decided by a transform, a policy or an option, so no property can be left out.
 */
export const roomProperties: Record<string, undefined> = Object.fromEntries(
  propertyNames.map((name) => [name, undefined]),
);

/** Options that every room has in common. Any of these outputs may exist, whatever the program's own arguments are. */
export const roomOptions = { additionalSecretOutputs: secretNames };

/** A room as Pulumi's SDK resolves it: each property as the engine returned it. */
type Returned = pulumi.CustomResource & RoomProperties & Omit<RoomResults, "roomId">;

/**
 * Completes a room's outputs after its construction. What the provider returned is what the program sees.
 *
 * @param inPreview whether to compute a link in a preview if the provider returned none
 * @throws RunError if a transformation dropped properties, which the SDK would leave without any value
 */
export function completeOutputs(room: Returned, name: string, { inPreview }: { inPreview: boolean }): void {
  refuseDroppedProperties(room, name);
  if (pulumi.runtime.isDryRun()) tellAbsentFromUnknown(room);
  const { id, account, meetingUrl } = room;
  const mayCompute = inPreview || !pulumi.runtime.isDryRun();
  const linkOf = (link: keyof RoomLinks) => {
    const returned = room[link];
    const computed = () =>
      pulumi.all([id, account, meetingUrl]).apply((known) => linksInProgram(...known)[link] ?? returned);
    return applyAlways(returned, async () => {
      const isReturned = typeof (await returnedBy(returned)) === "string";
      const value = isReturned || !mayCompute ? returned : computed();
      const isSecret = link === "moderatorUrl" || (await pulumi.isSecret(meetingUrl));
      return isSecret ? pulumi.secret(value) : value;
    });
  };
  const links = { participantUrl: linkOf("participantUrl"), moderatorUrl: linkOf("moderatorUrl") };
  Object.assign(room, { roomId: id, ...links, links });
}

function refuseDroppedProperties(room: Returned, name: string): void {
  const dropped = propertyNames.filter((property) => !Object.hasOwn(room, property));
  if (dropped.length === 0) return;
  throw new pulumi.RunError(
    `Room ${name}: a transformation dropped ${dropped.slice(0, 3).join(", ")}${dropped.length > 3 ? ` and ${dropped.length - 3} more properties` : ""}, which the room would then lack as outputs. ` +
      "Let it return all properties that it was given: { props: { ...args.props, … }, opts: args.opts }.",
  );
}

/**
 * In a preview, Pulumi's SDK marks a property that the engine did not return as unknown. An input that was not returned
 * has no value, and a program that reads it would preview a change that does not come. Only if the engine returned
 * nothing at all is it not known: an id that is not known yet, or a resource that `--target` left out.
 */
function tellAbsentFromUnknown(room: Returned): void {
  const isReturned = returnedBy(room.participants).then((participants) => participants !== undefined);
  const isSipOff = Promise.all([isReturned, returnedBy(room.sip)]).then(
    ([returned, sip]) => returned && !pulumi.containsUnknowns(sip) && !sip?.enabled,
  );
  for (const name of [...inputNames, "importedMarker"]) knowIfAbsent(outputOf(room, name), isReturned);
  for (const name of ofSip) knowIfAbsent(room[name], isSipOff);
}

function knowIfAbsent(output: pulumi.Output<unknown>, hasNoValue: Promise<boolean>): void {
  const own = output as unknown as Internals;
  own.isKnown = Promise.all([own.isKnown, returnedBy(output), hasNoValue]).then(
    ([isKnown, value, isAbsent]) => isKnown || (isAbsent && value === undefined),
  );
}

/** What Pulumi's SDK has in an output besides its public methods. */
interface Internals<T = unknown> {
  isKnown: Promise<boolean>;
  promise(withUnknowns: boolean): Promise<T>;
  apply<U>(work: () => Promise<pulumi.Output<U>>, runWithUnknowns: boolean): pulumi.Output<U>;
}

/** The value as the engine returned it: `undefined` if it did not, and `pulumi.unknown` if it is not known yet. */
const returnedBy = <T>(output: pulumi.Output<T>): Promise<T> =>
  (output as unknown as Internals<T>).promise(true);

/** Like `apply`, also for a value that is not known. */
const applyAlways = <T>(output: pulumi.Output<T>, work: () => Promise<pulumi.Output<T>>): pulumi.Output<T> =>
  (output as unknown as Internals).apply(work, true);

const outputOf = (room: Returned, name: string) =>
  room[name as keyof RoomProperties] as pulumi.Output<unknown>;
