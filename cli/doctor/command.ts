import type { Command } from "commander";

interface Flags {
  stack?: string;
  json?: boolean;
}

/**
 * Adds `pulumi-enablex doctor`. Ends with code 0 where no check failed, warnings or not; 1 where one did; 2 where it is
 * called wrongly.
 */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("check the set-up, from Node.js to the meeting links, and print what mends it")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--json", "print JSON")
    .action(async ({ stack, json }: Flags) => {
      // Loaded here, so that the other commands do not wait for it.
      const { examine } = await import("./examine.js");
      const { report } = await import("./report.js");
      const { realSurroundings } = await import("./surroundings.js");
      const found = await examine(realSurroundings(), stack);
      const colours = process.stdout.isTTY === true && !process.env.NO_COLOR;
      console.log(json ? JSON.stringify(found, null, 2) : report(found, colours));
      process.exitCode = found.findings.some(({ status }) => status === "failure") ? 1 : 0;
    });
}
