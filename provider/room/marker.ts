import { createHash, randomBytes } from "node:crypto";
import { isObject, type JsonObject } from "../json";

/**
 * The marker that every room of this package carries in `data.pulumiEnablex`:
 * `<hash of project and stack>.<hash of declaredAs>.<nonce of the attempt>`.
 * Attendees' tokens may carry a room's data to their browsers, so it is opaque; the API's create is not
 * idempotent and names are not unique, so it is what tells our rooms from others'.
 */
export const MARKER_KEY = "pulumiEnablex";

/** What a room was declared as: the parts of `<project>/<stack>/<resource name>`. */
export interface Declared {
  project: string;
  stack: string;
  name: string;
}

/** The parts of a `declaredAs` text; a resource's name may hold slashes, a project's and a stack's may not. */
export function parseDeclaredAs(text: string): Declared | undefined {
  const [, project, stack, name] = /^([^/]+)\/([^/]+)\/(.+)$/s.exec(text) ?? [];
  return project && stack && name ? { project, stack, name } : undefined;
}

/** What messages call a room: the name of its resource, because its title is free text, which may be a secret. */
export const resourceName = (declaredAs: string | undefined): string | undefined =>
  parseDeclaredAs(declaredAs ?? "")?.name;

/** A marker for one attempt at making, or one change of, the room declared as `declaredAs`. */
export function newMarker(declaredAs: string, nonce: string = newNonce()): string {
  return `${resourceMark(declaredAs)}.${nonce}`;
}

/**
 * A marker in the place of another one, for a room that no state holds any more: the same stack's, and no resource's.
 * The room still counts as an orphan of its stack, and every resource may adopt it, also the one that it was made for.
 */
export const releasedMarker = (marker: string, nonce: string = newNonce()): string =>
  `${marker.split(".")[0]}.${RELEASED}.${nonce}`;

/** Whether a room was released: no resource owns it, as if it carried no marker. */
export const isReleased = (marker: string | undefined): boolean => marker?.split(".")[1] === RELEASED;

/** As long as the hash in whose place it stands, which is this word once in 2^48 times. */
const RELEASED = "released";

/** The part of the marker that all rooms of a project's stack share. */
export const stackMark = (project: string, stack: string): string => hash(`${project}/${stack}`);

/** The part of the marker that tells whose room it is, without the nonce. */
export function resourceMark(declaredAs: string): string {
  const { project, stack } = parseDeclaredAs(declaredAs) ?? { project: "", stack: "" };
  return `${stackMark(project, stack)}.${hash(declaredAs)}`;
}

/** The part of a marker that tells whose room it is; `undefined` if nobody owns it, because it was released. */
export const resourcePart = (marker: string | undefined): string | undefined =>
  isReleased(marker) ? undefined : marker?.split(".").slice(0, 2).join(".");

/** The marker of a room, or `undefined` where it carries none. */
export function markerOf(room: JsonObject): string | undefined {
  const data = room.data;
  const marker = isObject(data) ? data[MARKER_KEY] : undefined;
  return typeof marker === "string" ? marker : undefined;
}

/** A room's `data` as its owner gave it; `undefined` where there is none. */
export function withoutMarker(data: unknown): JsonObject | undefined {
  if (!isObject(data)) return undefined;
  const { [MARKER_KEY]: _, ...own } = data;
  return own;
}

/** A nonce that no other attempt has: 48 random bits. */
export const newNonce = (): string => randomBytes(6).toString("base64url");

const hash = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 8);
