import type { Part } from "../part";
import { backends } from "./backends";
import { oneRoom } from "./one-room";
import { roomSet10000 } from "./room-set";
import { rooms100, rooms1000 } from "./rooms";

/** In the order in which they run. */
export const parts: Part[] = [oneRoom, rooms100, rooms1000, roomSet10000, backends];
