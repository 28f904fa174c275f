import { moderatorLink, participantLink } from "../../../provider/room/links";
import { permanent } from "../experiments";
import { found, type Question } from "../question";
import type { Session } from "../session";

/** All other questions; asked last. */
export const others: Question[] = [
  {
    id: "rate-limit-headers",
    asks: "Headers about a rate limit",
    relies: "waits after a 429, and needs no header",
    source: "open",
    outcomes: {
      none: { means: "as far as this run shows", expected: true },
      sent: { means: "set `enablex:requestsPerSecond` to what they say" },
    },
    async ask(session) {
      await permanent(session);
      const names = [...session.exchange.limitHeaders].sort();
      return found(names.length === 0 ? "none" : "sent", names.join(", ") || "none");
    },
  },
  page("participant-page", "The meeting page of a participant link", (session, id) =>
    participantLink(session.account.meetingUrl!, id),
  ),
  page("moderator-page", "The meeting page of a moderator link", (session, id) =>
    moderatorLink(session.account.meetingUrl!, id, session.account.appId),
  ),
];

function page(id: string, asks: string, link: (session: Session, id: string) => string): Question {
  return {
    id,
    asks,
    relies: "computes the link from the room id",
    source: "documented",
    needs: "links",
    outcomes: {
      "200": { means: "the link leads to a page", expected: true },
      redirect: { means: "the link redirects" },
      other: { means: "check enablex:subdomain and enablex:edition, and open a link in a browser" },
    },
    async ask(session) {
      const room = await permanent(session);
      const status = await session.exchange.head(link(session, room.id));
      const outcome = status === 200 ? "200" : status >= 300 && status < 400 ? "redirect" : "other";
      return found(outcome, `HTTP ${status}`);
    },
  };
}
