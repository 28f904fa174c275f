import * as pulumi from "@pulumi/pulumi";
import { embedHtml, roomLinks } from "pulumi-enablex";

// The stack with the same name in the project "rooms".
const roomsStack = new pulumi.StackReference(`${pulumi.getOrganization()}/rooms/${pulumi.getStack()}`);
const { reception } = roomLinks(roomsStack, "rooms");

// A page for any web server or bucket. It has the link for participants, which is not a secret.
export const page = pulumi.interpolate`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Reception</title>
${embedHtml(reception.participantUrl, { title: "Reception", height: 720 })}
</html>
`;

// For the receptionist, who lets visitors in. It is still a secret in this stack.
export const receptionistUrl = reception.moderatorUrl;
