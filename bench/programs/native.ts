import { Room } from "pulumi-enablex/native";
import { names } from "./support";

for (const name of names) new Room(name, { participants: 30 });
