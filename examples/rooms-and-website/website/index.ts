import * as pulumi from "@pulumi/pulumi";
import { embedHtml, roomLinks } from "pulumi-enablex";

// The stack of the same name in the project "rooms".
const roomsStack = new pulumi.StackReference(`${pulumi.getOrganization()}/rooms/${pulumi.getStack()}`);
const { reception } = roomLinks(roomsStack, "rooms");

// A page for the web server or bucket of your choice. The link in it is for participants, and so is no secret.
export const page = pulumi.interpolate`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Reception</title>
${embedHtml(reception.participantUrl, { title: "Reception", height: 720 })}
</html>
`;

// For the receptionist, who lets visitors in. Still a secret after its way through two stacks.
export const receptionistUrl = reception.moderatorUrl;
