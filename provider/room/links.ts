import type { LinkBase } from "../config/account";
import { UNKNOWN } from "../unknown";

/** The link for participants. Room ids are lower case in links, as in the API's responses. */
export function participantLink(meetingUrl: string, roomId: string): string {
  // An edited state may lack the id; the room is rejected later.
  return `${meetingUrl}/${String(roomId).toLowerCase()}`;
}

/**
 * The link for moderators, a secret: anyone who has it can host the meeting. Its hash is the standard base64
 * of `<room id>-<App ID>` with padding, as verified on real links.
 */
export function moderatorLink(meetingUrl: string, roomId: string, appId: string): string {
  return `${meetingUrl}/host/${Buffer.from(`${roomId}-${appId}`.toLowerCase()).toString("base64")}`;
}

/** Both links of a room, `UNKNOWN` while a preview does not know all their parts. */
export const linksOf = ({ appId, meetingUrl }: LinkBase, roomId: string) =>
  meetingUrl === UNKNOWN || roomId === UNKNOWN
    ? { participantUrl: UNKNOWN, moderatorUrl: UNKNOWN }
    : {
        participantUrl: participantLink(meetingUrl, roomId),
        moderatorUrl: moderatorLink(meetingUrl, roomId, appId),
      };

/** The App ID in a moderator link, which identifies the room's project. `undefined` for any other string. */
export function appIdOfLink(link: unknown): string | undefined {
  if (typeof link !== "string") return undefined;
  const hash = link.slice(link.lastIndexOf("/host/") + "/host/".length);
  return /^[\w-]+-([0-9a-f]{24})$/i.exec(Buffer.from(hash, "base64").toString())?.[1];
}
