import * as pulumi from "@pulumi/pulumi";
import { joinUrl, Room } from "pulumi-enablex";

const ticket = new pulumi.Config().get("ticket") ?? "4711";

// The server deletes the room after the call. Each ticket is a separate resource, and so a separate room.
const call = new Room(`ticket-${ticket}`, {
  name: `Support call, ticket ${ticket}`,
  ownerRef: `ticket-${ticket}`,
  kind: "adhoc",
  participants: 1,
  quality: "HD",
  whenEnded: "keep", // After the call, do not create a second room for the same ticket.
});

// For the e-mail to the customer. The camera is off until they turn it on.
export const customerUrl = joinUrl(call.participantUrl, { userRef: `ticket-${ticket}`, video: false });

// For the agent, who is the host. A secret.
export const agentUrl = call.moderatorUrl;
