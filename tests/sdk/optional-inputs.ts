import * as pulumi from "@pulumi/pulumi";
import {
  getRoomOutput,
  getRooms,
  getRoomsOutput,
  moderatorUrl,
  Provider,
  Room,
  type RoomArgs,
  type RoomLiveTranscriptionArgs,
  RoomSet,
} from "../../sdk/native";

/** A program that sets each kind of optional input to an absent value, as from its own settings. */
export function program(settings: {
  quality: "HD" | undefined;
  description: pulumi.Output<string | undefined>;
  account: Promise<string | undefined>;
  sip: pulumi.Output<{ enabled: boolean } | undefined>;
}): void {
  const { quality, description, account, sip } = settings;
  const args: RoomArgs = { participants: 8, quality, description, account, sip };
  new Room("a", { ...args, roleBasedRecording: { moderator: undefined, participant: undefined } });
  new Room("b", { ...args, liveRecording: { autoRecording: undefined, url: description } });
  const liveTranscription: RoomLiveTranscriptionArgs = { language: "en-US", autoTranscribe: undefined };
  new Room("i", { ...args, liveTranscription });
  Room.get("c", "60af1c2e5f8b9a0012345678", { account, meetingUrl: undefined });
  new RoomSet("d", { defaults: undefined, rooms: { e: { participants: undefined, quality, description } } });
  new RoomSet("f", { defaults: pulumi.output({ quality, description }), rooms: { g: args } });
  const accounts = { north: { appId: "a", appKey: "b", edition: undefined, meetingUrl: description } };
  new Provider("h", { appId: description, maxInFlight: undefined, accounts });
  void getRooms({ ownerRef: undefined, name: undefined, account: undefined });
  getRoomOutput({ roomId: "60af1c2e5f8b9a0012345678", account: description });
  getRoomsOutput({ ownerRef: description, name: description, account });
  moderatorUrl("60af1c2e5f8b9a0012345678", { account: description, meetingUrl: undefined });
}
