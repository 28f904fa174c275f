import { type Command, Option } from "commander";
import type { Flags } from "./flags";

/**
 * Adds `pulumi-enablex orphans`. Exits with code 0 if there are none, or all requested ones were deleted or
 * written to a file; 1 if there are orphans, or a deletion or release failed; 2 if unknown or called incorrectly.
 */
export function registerOrphans(program: Command): void {
  program
    .command("orphans")
    .description("find rooms that this stack created but that are in no state")
    .argument("[ids...]", "ids of the rooms, with --delete, --import-file or --adopt-file")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option(
      "--file <file>",
      "read the state from a file that pulumi stack export wrote, and the configuration from the environment",
    )
    .option("--as <project/stack>", "find rooms created under other names, such as before a rename")
    .addOption(
      new Option("--import-file <file>", "write a file for pulumi import --file (native form)").conflicts([
        "adoptFile",
        "delete",
      ]),
    )
    .addOption(
      new Option(
        "--adopt-file <file>",
        "release the rooms, after confirmation, and write the inputs with which a program adopts them (dynamic form and RoomSet)",
      ).conflicts(["delete"]),
    )
    .option("--delete", "delete the orphans with these ids, after confirmation")
    .option(
      "--all",
      "with --delete: all orphans that no state ever contained and that are older than --older-than",
    )
    .option("--older-than <time>", "with --all: minimum age, such as 90s, 30m or 1h", "1h")
    .option(
      "--unlocked",
      "confirm that no run is active, if --delete or --adopt-file cannot read the stack's lock",
    )
    .option("--yes", "with --delete and --adopt-file: do not ask for confirmation")
    .option("--json", "print JSON")
    .action(async (ids: string[], flags: Flags) => {
      // Loaded here so that the other commands start faster.
      const { run } = await import("./run.js");
      process.exitCode = await run(ids, flags);
    });
}
