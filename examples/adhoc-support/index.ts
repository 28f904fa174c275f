import * as pulumi from "@pulumi/pulumi";
import { joinUrl, Room } from "pulumi-enablex";

const ticket = new pulumi.Config().get("ticket") ?? "4711";

// The server deletes the room when its call is over. Another ticket is another resource, and so another room.
const call = new Room(`ticket-${ticket}`, {
  name: `Support call, ticket ${ticket}`,
  ownerRef: `ticket-${ticket}`,
  kind: "adhoc",
  participants: 1,
  quality: "HD",
  whenEnded: "keep", // Once the call is over, do not make a second room for the same ticket.
});

// For the e-mail to the customer: camera off until they turn it on.
export const customerUrl = joinUrl(call.participantUrl, { userRef: `ticket-${ticket}`, video: false });

// For the agent, who is host.
export const agentUrl = call.moderatorUrl;
