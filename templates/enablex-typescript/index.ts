import * as pulumi from "@pulumi/pulumi";
import { Room } from "pulumi-enablex";

const config = new pulumi.Config();

// The API can change all of these inputs, so the room and its links stay the same until you remove it here.
const standup = new Room("standup", {
  name: "Daily stand-up",
  participants: config.requireNumber("participants"),
});

// For the calendar: everybody joins with this link.
export const joinUrl = standup.participantUrl;

// A secret, because anyone who has it is the host. `pulumi stack output hostUrl --show-secrets` prints it.
export const hostUrl = standup.moderatorUrl;
