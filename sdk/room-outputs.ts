import * as pulumi from "@pulumi/pulumi";
import { linksInProgram } from "./configuration";
import { inputNames, outputNames } from "./property-names";
import type { RoomProperties, RoomResults } from "./room-types";

/** The links of a room. Export them as they are: the moderator link stays a secret. */
export interface RoomLinks extends Pick<RoomResults, "participantUrl" | "moderatorUrl"> {}

/** The properties of a room, in both forms. */
export interface RoomMembers extends RoomProperties, RoomResults {
  /** Both links, to export for other stacks, which read them with `roomLinks`. */
  readonly links: RoomLinks;
}

const ofSip = ["sipMeetingId", "sipPin"] as const;
/** All properties except `roomId`, which is the resource's id. */
const propertyNames = [...inputNames, ...outputNames.filter((name) => name !== "roomId")];

/**
 * All properties of a room, for the constructor of its class: Pulumi's SDK only resolves properties that it receives. A
 * transform, a policy or an option can set any of them, so none can be omitted.
 */
export const roomProperties: Record<string, undefined> = Object.fromEntries(
  propertyNames.map((name) => [name, undefined]),
);

/** A room as resolved by Pulumi's SDK: each property as the engine returned it. */
type Returned = pulumi.CustomResource & RoomProperties & Omit<RoomResults, "roomId">;

/**
 * Completes a room's outputs after its construction. Programs see what the provider returned.
 *
 * @param inPreview whether to compute a link in a preview if the provider returned none
 * @throws RunError if a transformation dropped properties, which the SDK would leave without any value
 */
export function completeOutputs(room: Returned, name: string, { inPreview }: { inPreview: boolean }): void {
  refuseDroppedProperties(room, name);
  if (pulumi.runtime.isDryRun()) markAbsentAsKnown(room);
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
    `Room ${name}: a transformation removed ${dropped.slice(0, 3).join(", ")}${dropped.length > 3 ? ` and ${dropped.length - 3} more properties` : ""}, so the room would lack these outputs. ` +
      "Return all properties that it receives: { props: { ...args.props, … }, opts: args.opts }.",
  );
}

/**
 * In a preview, Pulumi's SDK marks properties that the engine did not return as unknown. But an input that was not
 * returned has no value, and treating it as unknown would preview changes that never come. It is only unknown if the
 * engine returned nothing: the id is not known yet, or `--target` excludes the resource.
 */
function markAbsentAsKnown(room: Returned): void {
  const isReturned = returnedBy(room.participants).then((participants) => participants !== undefined);
  const isSipOff = Promise.all([isReturned, returnedBy(room.sip)]).then(
    ([returned, sip]) => returned && !pulumi.containsUnknowns(sip) && !sip?.enabled,
  );
  for (const name of [...inputNames, "importedMarker"]) markKnownIfAbsent(outputOf(room, name), isReturned);
  for (const name of ofSip) markKnownIfAbsent(room[name], isSipOff);
}

function markKnownIfAbsent(output: pulumi.Output<unknown>, hasNoValue: Promise<boolean>): void {
  const own = output as unknown as Internals;
  own.isKnown = Promise.all([own.isKnown, returnedBy(output), hasNoValue]).then(
    ([isKnown, value, isAbsent]) => isKnown || (isAbsent && value === undefined),
  );
}

/** Internal members of an output of Pulumi's SDK. */
interface Internals<T = unknown> {
  isKnown: Promise<boolean>;
  promise(withUnknowns: boolean): Promise<T>;
  apply<U>(work: () => Promise<pulumi.Output<U>>, runWithUnknowns: boolean): pulumi.Output<U>;
}

/** The value that the engine returned: `undefined` if it returned none, `pulumi.unknown` if it is not known yet. */
const returnedBy = <T>(output: pulumi.Output<T>): Promise<T> =>
  (output as unknown as Internals<T>).promise(true);

/** Like `apply`, but also runs for an unknown value. */
const applyAlways = <T>(output: pulumi.Output<T>, work: () => Promise<pulumi.Output<T>>): pulumi.Output<T> =>
  (output as unknown as Internals).apply(work, true);

const outputOf = (room: Returned, name: string) =>
  room[name as keyof RoomProperties] as pulumi.Output<unknown>;
