import { type Command, Option } from "commander";
import type { Flags } from "./flags";

/**
 * Adds `pulumi-enablex orphans`. Ends with code 0 if there is none, or all that were asked for are deleted or
 * written to a file; 1 if orphans are there, or a deletion or release failed; 2 if it cannot tell or is called wrongly.
 */
export function registerOrphans(program: Command): void {
  program
    .command("orphans")
    .description("find rooms that this stack's deployments created and that no state holds")
    .argument("[ids...]", "with --delete and the options that write a file: the ids of the rooms")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option(
      "--file <file>",
      "read the state from what pulumi stack export wrote, and the configuration from the environment",
    )
    .option("--as <project/stack>", "look for rooms made under these names, such as those before a rename")
    .addOption(
      new Option(
        "--import-file <file>",
        "write a file for pulumi import --file, which brings the rooms back in the native form",
      ).conflicts(["adoptFile", "delete"]),
    )
    .addOption(
      new Option(
        "--adopt-file <file>",
        "release the rooms, after a confirmation, and write the inputs by which a program adopts them under the same resource names: the dynamic form, RoomSets",
      ).conflicts(["delete"]),
    )
    .option("--delete", "delete the orphans that are named, after a confirmation")
    .option("--all", "with --delete: all that no state ever held and that are older than --older-than")
    .option("--older-than <time>", "with --all: such as 90s, 30m, 1h", "1h")
    .option(
      "--unlocked",
      "with --delete and --adopt-file, if the stack's lock cannot be seen: you know that no run is going on",
    )
    .option("--yes", "with --delete and --adopt-file: do not ask")
    .option("--json", "print JSON")
    .action(async (ids: string[], flags: Flags) => {
      try {
        // Loaded here, so that the other commands do not wait for it.
        const { run } = await import("./run.js");
        process.exitCode = await run(ids, flags);
      } catch (error) {
        console.error(`error: ${(error as Error).message}`);
        process.exitCode = 2;
      }
    });
}
