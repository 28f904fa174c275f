import * as dynamic from "pulumi-enablex";
import * as native from "pulumi-enablex/native";
import type { Emulator } from "../../emulator/index";
import { behindPulumi } from "../support/engine";
import { everything as allInputs } from "./samples";

/** Encrypts the secrets of recorded states, none of which is real. */
export const passphrase = "recorded states";

/** A second project, for rooms that name an account. */
export const otherAccount = { appId: "a".repeat(24), appKey: "B".repeat(36) };

/** Configuration in addition to the emulator's. */
export const everyFormConfig = {
  "enablex:meetingUrl": { value: "https://meet.example.com" },
  "enablex:accounts": { value: JSON.stringify({ other: otherAccount }), secret: true },
};

/** Rooms that exist before the program runs, which it adopts and imports. */
export async function makeExistingRooms(emulator: Emulator): Promise<void> {
  for (const name of ["Adopted", "Adopted natively", "Imported"]) {
    const settings = { participants: "5", description: "Monthly", wait_for_moderator: true };
    await behindPulumi(emulator, "POST", "/rooms", {
      name,
      owner_ref: "office",
      settings,
      data: { floor: 3 },
    });
  }
}

/** Removes the inputs that version 0.1.0 did not have when its states were recorded. */
const { liveTranscription: _, ...everything } = allInputs;

/** A program with rooms of every form, used by tests and recorded states. */
export function everyForm(emulator: Emulator): () => Promise<void> {
  const idOf = (name: string) => emulator.rooms().find((room) => room.name === name)!.room_id;
  return async () => {
    const call = { kind: "adhoc", participants: 2, whenEnded: "keep", customData: { team: "ops" } } as const;
    const board = { participants: 4, account: "other", sip: { enabled: false } };
    const adopted = (name: string) => ({
      adoptRoomId: idOf(name),
      name,
      ownerRef: "office",
      participants: 7,
    });

    new dynamic.Room("standup", { participants: 8 });
    new dynamic.Room("math", everything as dynamic.RoomArgs);
    new dynamic.Room("call", call);
    new dynamic.Room("board", board);
    new dynamic.Room("adopted", adopted("Adopted"));

    new native.Room("native-standup", { participants: 8 });
    new native.Room("native-math", everything as native.RoomArgs);
    new native.Room("native-call", call);
    new native.Room("native-board", board);
    new native.Room("native-adopted", adopted("Adopted natively"));
    new native.Room(
      "imported",
      {
        name: "Imported",
        ownerRef: "office",
        participants: 5,
        description: "Monthly",
        waitForModerator: true,
        customData: { floor: 3 },
      },
      { import: idOf("Imported") },
    );

    new native.RoomSet("timetable", {
      defaults: { participants: 30 },
      rooms: {
        "math-101": everything as native.RoomArgs,
        art: { participants: 5, liveRecording: { url: "rtmps://live.example.com/art" } },
        lab: { sip: { enabled: true } },
        board,
      },
    });
  };
}
