import type { LinkBase } from "../config/account";
import { UNKNOWN } from "../unknown";

/**
 * The links by which people join a room. Ids count in lower case, as the API writes them. The hash of a moderator link is the standard base64 of
 * `<room id>-<App ID>` with its padding kept, as verified on real links.
 */
export function participantLink(meetingUrl: string, roomId: string): string {
  // A state that somebody edited may lack the id, and its room is refused later.
  return `${meetingUrl}/${String(roomId).toLowerCase()}`;
}

/** The link that makes its bearer host of the room: a secret. */
export function moderatorLink(meetingUrl: string, roomId: string, appId: string): string {
  return `${meetingUrl}/host/${Buffer.from(`${roomId}-${appId}`.toLowerCase()).toString("base64")}`;
}

/** Both links of a room, `UNKNOWN` until a preview knows all that they are made of. */
export const linksOf = ({ appId, meetingUrl }: LinkBase, roomId: string) =>
  meetingUrl === UNKNOWN || roomId === UNKNOWN
    ? { participantUrl: UNKNOWN, moderatorUrl: UNKNOWN }
    : {
        participantUrl: participantLink(meetingUrl, roomId),
        moderatorUrl: moderatorLink(meetingUrl, roomId, appId),
      };

/** The App ID inside a moderator link: which project the room belongs to. `undefined` for any other text. */
export function appIdOf(link: unknown): string | undefined {
  if (typeof link !== "string") return undefined;
  const hash = link.slice(link.lastIndexOf("/host/") + "/host/".length);
  return /^[\w-]+-([0-9a-f]{24})$/i.exec(Buffer.from(hash, "base64").toString())?.[1];
}
