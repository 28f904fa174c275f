import * as pulumi from "@pulumi/pulumi";
import { embedHtml, Room, roomLinks } from "pulumi-enablex";

/** The values that the demo changes between deployments. */
export interface Choices {
  /** Participants of the stand-up. */
  participants: number;
  /** When the class starts: RFC 3339. */
  classStart: string;
}

/** The stack `rooms`: one room of each kind. It exports their links; moderator links remain secret. */
export const rooms = (choices: Choices) => async () => {
  const standup = new Room("standup", { name: "Daily stand-up", participants: choices.participants });
  const maths = new Room("math-101", {
    name: "Mathematics 101",
    kind: "scheduled",
    scheduledTime: choices.classStart,
    durationMinutes: 60,
    participants: 30,
    mode: "lecture",
  });
  const support = new Room("support", { name: "Support call", kind: "adhoc", participants: 2 });
  return { rooms: { standup: standup.links, "math-101": maths.links, support: support.links } };
};

/** The stack `website`: a page that shows a room of the other stack. */
export const website = (roomsStack: string) => async () => {
  const links = roomLinks(new pulumi.StackReference(roomsStack), "rooms");
  return {
    page: embedHtml(links.standup!.participantUrl, { title: "Daily stand-up" }),
    hostLink: links.standup!.moderatorUrl,
  };
};
