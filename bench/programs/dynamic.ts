import { Room } from "pulumi-enablex";
import { names } from "./support";

for (const name of names) new Room(name, { participants: 30 });
