import type { SheetRoom } from "./rooms-in-state";

/** What every format is made of. */
export interface Sheet {
  project: string;
  stack: string;
  rooms: SheetRoom[];
  /** A name of the time zone database, in which times are written. */
  timeZone: string;
  /** When the sheet is made. */
  now: Date;
}

/** Whether the sheet holds moderator links. */
export const hasModeratorLinks = ({ rooms }: Sheet): boolean =>
  rooms.some(({ moderatorUrl }) => moderatorUrl !== undefined);
