import type { Sheet, SheetRoom } from "../../../cli/links/sheet";

export const appId = "5f9e8d7c6b5a493827160504";

/** A room of a sheet, with fixed defaults. */
export function sheetRoom(given: Partial<SheetRoom> = {}): SheetRoom {
  const roomId = given.roomId ?? "60af1c2e5f8b9a0012345678";
  return {
    roomId,
    name: "Daily stand-up",
    kind: given.meeting ? "scheduled" : "permanent",
    participants: 8,
    participantUrl: `https://acme.yourvideo.live/${roomId}`,
    revision: 0,
    ...given,
  };
}

/** A room with its moderator link. */
export function hostedRoom(given: Partial<SheetRoom> = {}): SheetRoom {
  const room = sheetRoom(given);
  const hash = Buffer.from(`${room.roomId}-${appId}`).toString("base64");
  return { ...room, moderatorUrl: `https://acme.yourvideo.live/host/${hash}` };
}

/** A meeting with a start time and a duration in minutes. */
export const meeting = (start: string, minutes: number) => ({
  start: new Date(start),
  end: new Date(Date.parse(start) + minutes * 60_000),
});

export const sheetOf = (rooms: SheetRoom[], given: Partial<Sheet> = {}): Sheet => ({
  project: "school",
  stack: "prod",
  rooms,
  timeZone: "Asia/Kolkata",
  now: new Date("2026-11-24T12:00:00Z"),
  ...given,
});

const id = (n: number) => `60af1c2e5f8b9a00123456${String(n).padStart(2, "0")}`;

/** A stack such as a school's. */
export const school: SheetRoom[] = [
  hostedRoom({
    roomId: id(1),
    name: "Mathematics 101",
    description: "Bring a pencil.\nThe first ten minutes are for questions.",
    participants: 30,
    meeting: meeting("2026-12-01T03:30:00Z", 60),
  }),
  hostedRoom({
    roomId: id(2),
    name: "गणित — कक्षा १०",
    participants: 40,
    meeting: meeting("2026-12-01T05:00:00Z", 45),
  }),
  hostedRoom({
    roomId: id(3),
    name: "Parents' evening, with a name that is as long as names of meetings tend to be in practice",
    participants: 250,
    meeting: meeting("2026-12-04T17:30:00Z", 120),
  }),
  hostedRoom({ roomId: id(4), name: "Daily stand-up", description: "Cameras on, please." }),
  hostedRoom({ roomId: id(5), name: "Help <desk> & “lost property”", kind: "adhoc", participants: 1 }),
  hostedRoom({ roomId: id(6), name: "غرفة المعلمين", participants: 12 }),
];
