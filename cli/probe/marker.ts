import { MARKER_KEY, markerOf, newNonce } from "../../provider/room/marker";

/** What a room of the probe begins with in the portal and in lists. */
const TITLE = "pulumi-enablex probe";

/** Parts that all rooms of one run carry, so that a later run recognizes them. */
export interface ProbeMark {
  nonce: string;
  /** In `data`, where the provider keeps its markers. A stack's has three parts, so this is none. */
  marker: string;
  /** The same, for a service that does not keep `data`. */
  ownerRef: string;
  /** The title of a room. */
  nameOf(label: string): string;
}

export function newMark(nonce: string = newNonce()): ProbeMark {
  const marker = `probe.${nonce}`;
  return {
    nonce,
    marker,
    ownerRef: `${TITLE} ${marker}`,
    nameOf: (label) => `${TITLE} ${nonce} ${label}`,
  };
}

/** `data` of a room of the probe. */
export const dataOf = (
  { marker }: ProbeMark,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  ...more,
  [MARKER_KEY]: marker,
});

/**
 * The nonce of the run that created a room, by all that a GET shows; `undefined` if the probe did not create it. If the
 * room carries a marker at all, that one decides; else its owner reference, whose form nobody else has.
 */
export function nonceOf(room: Record<string, unknown>): string | undefined {
  const marker = markerOf(room);
  const [, nonce] =
    marker === undefined
      ? (/^pulumi-enablex probe probe\.([\w-]{8})(?: changed)?$/.exec(String(room.owner_ref)) ?? [])
      : (/^probe\.([\w-]{8})$/.exec(marker) ?? []);
  return nonce;
}

/** The nonce of a room that may be the probe's, by what a list shows, which may be less than a GET shows. */
export function candidateNonce(listed: Record<string, unknown>): string | undefined {
  if (markerOf(listed) !== undefined) return nonceOf(listed);
  const [, named] = /^pulumi-enablex probe ([\w-]{8}) /.exec(String(listed.name)) ?? [];
  return nonceOf(listed) ?? named;
}
