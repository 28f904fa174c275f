import { names } from "./support";

// JavaScript, because Pulumi would capture a compiler's helpers too.
const { Room } = require("./ordinary.js");

for (const name of names) new Room(name, { participants: 30 });
