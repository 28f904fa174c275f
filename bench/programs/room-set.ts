import { RoomSet } from "pulumi-enablex/native";
import { names } from "./support";

const rooms = Object.fromEntries(names.map((name) => [name, {}]));
new RoomSet("timetable", { defaults: { participants: 30 }, rooms });
