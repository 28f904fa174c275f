import { MARKER_KEY, markerOf, newNonce } from "../../provider/room/marker";

/** The beginning of the probe's room names, as the portal and lists show them. */
const TITLE = "pulumi-enablex probe";

/** What all rooms of one run have in common, by which a later run recognizes them. */
export interface ProbeMark {
  nonce: string;
  /** Stored in `data`, like the provider's markers. A stack's marker has three parts, this has two. */
  marker: string;
  /** Contains the marker, for a service that does not keep `data`. */
  ownerRef: string;
  /** The name of a room. */
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
 * The nonce of the run that created a room, from a GET; `undefined` if the probe did not create it. If the
 * room has a marker, that decides; otherwise its owner reference, whose form is unique to the probe.
 */
export function nonceOf(room: Record<string, unknown>): string | undefined {
  const marker = markerOf(room);
  const [, nonce] =
    marker === undefined
      ? (/^pulumi-enablex probe probe\.([\w-]{8})(?: changed)?$/.exec(String(room.owner_ref)) ?? [])
      : (/^probe\.([\w-]{8})$/.exec(marker) ?? []);
  return nonce;
}

/** The nonce of a room that may be the probe's, from a list, which may show less than a GET. */
export function candidateNonce(listed: Record<string, unknown>): string | undefined {
  if (markerOf(listed) !== undefined) return nonceOf(listed);
  const [, named] = /^pulumi-enablex probe ([\w-]{8}) /.exec(String(listed.name)) ?? [];
  return nonceOf(listed) ?? named;
}
