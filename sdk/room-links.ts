import * as pulumi from "@pulumi/pulumi";
import { withEnvironment } from "../provider/config/keys";
import { stackConfig, warnOfPlainCredentials } from "./configuration";
import type { RoomState } from "./room";
import type { RoomLinks } from "./room-outputs";
import { withRunErrors } from "./run-errors";

/**
 * Links that another stack exported: both links of one room, or of each room in a map. It is also an output
 * of the whole export, for a map with unknown keys; that output is a secret.
 */
export type LinkedRooms = pulumi.OutputInstance<unknown> & RoomLinks & { readonly [room: string]: RoomLinks };

/**
 * Reads links of rooms that another stack exported. Moderator links stay secrets. Participant links do not become
 * secrets, although Pulumi makes a whole export a secret if a part of it is one.
 *
 * @example One room: the other stack has `export const standup = room.links;`
 * ```ts
 * const rooms = new pulumi.StackReference("acme/rooms/prod");
 * export const joinUrl = roomLinks(rooms, "standup").participantUrl;
 * ```
 *
 * @example A map: the other stack has `export const classes = { math: math.links, art: art.links };`
 * ```ts
 * const { math, art } = roomLinks(rooms, "classes");
 * export const mathUrl = math.participantUrl;
 * ```
 *
 * @param outputName name of the other stack's output
 * @throws RunError when the stack runs, if the output does not exist or contains no links
 */
export function roomLinks(stack: pulumi.StackReference, outputName: string): LinkedRooms {
  return linksAt(stack.getOutput(outputName), [outputName], stack.name);
}

/** The keys of a map are only known when the stack runs, so each key is looked up then. */
function linksAt(
  exported: pulumi.Output<unknown>,
  path: string[],
  stack: pulumi.Output<string>,
): LinkedRooms {
  const link = (name: keyof RoomLinks) =>
    pulumi.all([exported, stack]).apply(([value, stackName]) => linkOf(value, name, path, stackName));
  const links = new Proxy(exported as unknown as LinkedRooms, {
    get(output, key) {
      if (key === "participantUrl") return pulumi.unsecret(link(key));
      if (key === "moderatorUrl") return pulumi.secret(link(key));
      // Names that begin with __ belong to the SDK.
      if (typeof key === "symbol" || key.startsWith("__")) return Reflect.get(output, key);
      const room = () =>
        linksAt(
          exported.apply((value) => ownValue(value, key)),
          [...path, key],
          stack,
        );
      if (key === "then") return withLinks((resolve: (value: unknown) => void) => resolve(awaited), room);
      return key in output ? withLinks(memberOf(output, key), room) : room();
    },
  });
  const awaited = new Proxy(links, {
    get: (target, key) => (key === "then" ? undefined : Reflect.get(target, key)),
  });
  return links;
}

/** A copy of a member of the output, because all outputs share their methods. */
function memberOf(output: object, key: string): unknown {
  const member: unknown = Reflect.get(output, key);
  if (typeof member === "function") return member.bind(output);
  return member instanceof Promise ? member.then((value) => value) : member;
}

/** Adds the links of a room to a member of the output, because a room may be named `get` or `then`. */
function withLinks(member: unknown, room: () => RoomLinks): unknown {
  if (!(member instanceof Object)) return member;
  return Object.defineProperties(member, {
    participantUrl: { get: () => room().participantUrl },
    moderatorUrl: { get: () => room().moderatorUrl },
  });
}

const ownValue = (value: unknown, key: string): unknown =>
  value instanceof Object && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

function linkOf(value: unknown, name: keyof RoomLinks, path: string[], stack: string): string {
  const link = ownValue(value, name);
  if (typeof link === "string") return link;
  const where = `The output ${path.join(".")} of the stack ${stack}`;
  const example = "export const standup = room.links, or a map of such links";
  throw new pulumi.RunError(
    value === undefined
      ? `${where} does not exist. In its program, write ${example}; then run pulumi up there.`
      : `${where} has no ${name}. In its program, export what roomLinks reads: ${example}.`,
  );
}

/**
 * Computes the moderator link of any room of the project. A secret, because anyone who has it can host the meeting.
 *
 * @example
 * ```ts
 * export const hostUrl = moderatorUrl("60af1c2e5f8b9a0012345678");
 * ```
 *
 * @param roomId 24 hexadecimal digits
 * @param where the account of the room and the origin of its links, if not the stack's own
 * @throws RunError when the stack runs, if the id is invalid, or App ID or subdomain are not configured
 */
export function moderatorUrl(roomId: pulumi.Input<string>, where: RoomState = {}): pulumi.Output<string> {
  warnOfPlainCredentials();
  return pulumi.secret(
    pulumi.all([roomId, where.account, where.meetingUrl]).apply(async ([id, account, meetingUrl]) => {
      // Loaded for the first call: most programs only declare rooms.
      const { moderatorUrl } = await import("../provider/room-info.js");
      const read = withEnvironment(stackConfig, process.env);
      return withRunErrors("moderatorUrl", () => moderatorUrl({ roomId: id, account, meetingUrl }, read));
    }),
  );
}
