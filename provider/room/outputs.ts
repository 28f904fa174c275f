import type { OutputMetadata } from "./metadata";

/** All outputs of a room besides its inputs. Each is a string. */
export const roomOutputs = {
  roomId: {
    description: "Id of the room, 24 hexadecimal digits.",
    remark: "A `Room` resource has the same `id`.",
    inInfo: true,
  },
  participantUrl: {
    description: "Link for participants: `<meeting URL>/<room id>`.",
    remark: "A secret if `meetingUrl` is.",
    inInfo: true,
  },
  moderatorUrl: {
    description: "Link for moderators: `<meeting URL>/host/<hash>`. Anyone who has it can host the meeting.",
    secret: true,
  },
  created: { description: "When the room was created: ISO 8601 with `Z`.", inInfo: true },
  sipMeetingId: { description: "Meeting id to dial, if SIP is enabled.", optional: true },
  sipPin: { description: "PIN to dial, if SIP is enabled.", optional: true, secret: true },
  importedMarker: {
    description:
      "Another owner's marker that the room had when it was imported and still has. The stack may delete the room despite this marker.",
    optional: true,
    onlyImported: true,
  },
} as const satisfies Record<string, OutputMetadata>;
