import type { Command } from "commander";

/**
 * Adds `pulumi-enablex doctor`. Exits with code 0 if no check failed, even with warnings; 1 if one
 * failed; 2 if it was called incorrectly.
 */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("check the setup, from Node.js to the meeting links, and print commands that fix problems")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--json", "print JSON")
    .action(async ({ stack, json }: { stack?: string; json?: boolean }) => {
      // Loaded here so that the other commands start faster.
      const { runChecks } = await import("./run.js");
      const { reportText } = await import("./report.js");
      const { realEnvironment } = await import("./environment.js");
      const report = await runChecks(realEnvironment(), stack);
      const colours = process.stdout.isTTY === true && !process.env.NO_COLOR;
      console.log(json ? JSON.stringify(report, null, 2) : reportText(report, colours));
      process.exitCode = report.findings.some(({ status }) => status === "failure") ? 1 : 0;
    });
}
