import { createHash, randomBytes } from "node:crypto";
import { isObject, type JsonObject } from "../json";

/**
 * The marker of every room of this package, in `data.pulumiEnablex`: `<hash of project and stack>.<hash of
 * declaredAs>.<nonce of the attempt>`. It identifies our rooms, because names are not unique and the API's
 * create is not idempotent. It is opaque, because attendees' tokens may carry a room's data to their
 * browsers.
 */
export const MARKER_KEY = "pulumiEnablex";

/** The parts of `declaredAs`: `<project>/<stack>/<resource name>`. */
export interface Declared {
  project: string;
  stack: string;
  name: string;
}

/** Parses `declaredAs`. A resource's name may contain slashes, a project's and a stack's cannot. */
export function parseDeclaredAs(text: string): Declared | undefined {
  const [, project, stack, name] = /^([^/]+)\/([^/]+)\/(.+)$/s.exec(text) ?? [];
  return project && stack && name ? { project, stack, name } : undefined;
}

/** The room's name in messages: its resource's, because the title is free text and may be a secret. */
export const resourceName = (declaredAs: string | undefined): string | undefined =>
  parseDeclaredAs(declaredAs ?? "")?.name;

/** A marker for one attempt to create, or one update of, the room declared as `declaredAs`. */
export function newMarker(declaredAs: string, nonce: string = newNonce()): string {
  return `${resourceMark(declaredAs)}.${nonce}`;
}

/**
 * Replaces a marker for a room that no state contains any more: it keeps the stack and names no resource. The
 * room still counts as an orphan of its stack, and every resource may adopt it, including its former owner.
 */
export const releasedMarker = (marker: string, nonce: string = newNonce()): string =>
  `${marker.split(".")[0]}.${RELEASED}.${nonce}`;

/** Whether a room was released: no resource owns it, as without a marker. */
export const isReleased = (marker: string | undefined): boolean => marker?.split(".")[1] === RELEASED;

/** As long as the hash that it replaces. The hash equals this word once in 2^48 times. */
const RELEASED = "released";

/** The part of the marker that is the same for all rooms of a stack. */
export const stackMark = (project: string, stack: string): string => hash(`${project}/${stack}`);

/** The part of the marker that identifies the resource, without the nonce. */
export function resourceMark(declaredAs: string): string {
  const { project, stack } = parseDeclaredAs(declaredAs) ?? { project: "", stack: "" };
  return `${stackMark(project, stack)}.${hash(declaredAs)}`;
}

/** The part of a marker that identifies the resource; `undefined` if the room was released. */
export const resourcePart = (marker: string | undefined): string | undefined =>
  isReleased(marker) ? undefined : marker?.split(".").slice(0, 2).join(".");

/** The marker of a room, or `undefined` if it has none. */
export function markerOf(room: JsonObject): string | undefined {
  const data = room.data;
  const marker = isObject(data) ? data[MARKER_KEY] : undefined;
  return typeof marker === "string" ? marker : undefined;
}

/** A room's `data` without the marker; `undefined` if there is none. */
export function withoutMarker(data: unknown): JsonObject | undefined {
  if (!isObject(data)) return undefined;
  const { [MARKER_KEY]: _, ...own } = data;
  return own;
}

/** A unique nonce: 48 random bits. */
export const newNonce = (): string => randomBytes(6).toString("base64url");

const hash = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 8);
