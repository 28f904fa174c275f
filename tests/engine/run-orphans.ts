import { join } from "node:path";
import { Room } from "pulumi-enablex";
import { runCommand } from "../support/command";
import type { EngineFixture } from "../support/engine";

/** Runs `pulumi-enablex orphans` in the folder of the project `rooms`, on its stack `dev`. */
export const orphans = ({ sandbox }: EngineFixture, ...args: string[]) =>
  runCommand(["orphans", "--stack", "dev", ...args], {
    cwd: join(sandbox.folder, "rooms"),
    env: sandbox.env,
  });

/** Two rooms of the project `rooms`. */
export const program = async () => {
  new Room("standup", { participants: 8, name: "Daily stand-up" });
  new Room("lobby", { participants: 3 });
};
