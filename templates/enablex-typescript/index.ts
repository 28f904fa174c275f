import * as pulumi from "@pulumi/pulumi";
import { Room } from "pulumi-enablex";

const config = new pulumi.Config();

// The room and its links stay the same, whatever is changed here, until it is taken out of this program.
const standup = new Room("standup", {
  name: "Daily stand-up",
  participants: config.requireNumber("participants"),
});

// For the calendar: everybody joins here.
export const joinUrl = standup.participantUrl;

// A secret, because whoever has it is host: `pulumi stack output hostUrl --show-secrets` prints it.
export const hostUrl = standup.moderatorUrl;
