import { join } from "node:path";
import { runCommand } from "../support/command";
import type { EngineFixture } from "../support/engine";

/** Runs `pulumi-enablex orphans` in the folder of the project `rooms`, on its stack `dev`. */
export const orphans = ({ sandbox }: EngineFixture, ...args: string[]) =>
  runCommand(["orphans", "--stack", "dev", ...args], {
    cwd: join(sandbox.folder, "rooms"),
    env: sandbox.env,
  });
