import { roomTypes } from "./room-types";

/** The files of this project that are written by a program, each with its text. A test fails where one differs. */
export function generatedFiles(): Record<string, string> {
  return { "sdk/room-types.ts": roomTypes() };
}
