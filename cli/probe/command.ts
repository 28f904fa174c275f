import type { Command } from "commander";
import { untilInterrupted } from "../interrupt";
import type { Flags } from "./main";

/**
 * Adds `pulumi-enablex probe`. Exits with 0 if the service is as the provider assumes or, with --clean, if no
 * room is left; 1 if something differs; 2 if it could not tell, a room may be left, or for invalid arguments.
 */
export function registerProbe(program: Command): void {
  program
    .command("probe")
    .description("test how the live service behaves, with rooms that it creates and deletes")
    .option("--stack <name>", "the stack (default: the selected one; outside a project, the environment)")
    .option("--account <name>", "an account of enablex:accounts (default: the stack's own)")
    .option("--yes", "do not ask for confirmation")
    .option("--report <file>", "write the report as JSON, without credentials, ids and links")
    .option("--wait", "also run the tests that must wait; takes 4 minutes longer")
    .option("--links", "also send a HEAD request to the pages of a participant and a moderator link")
    .option("--clean", "only delete the rooms that a killed run left behind")
    .action(async (flags: Flags) => {
      // Imported here to start the other commands faster.
      const { run } = await import("./main.js");
      const { realEnvironment } = await import("./environment.js");
      process.exitCode = await untilInterrupted((interrupt) => run(flags, realEnvironment(interrupt)));
    });
}
