import { Nothing, names, setType } from "./support";

const rooms = Object.fromEntries(names.map((name) => [name, {}]));
new Nothing(setType, "timetable", { defaults: { participants: 30 }, rooms });
