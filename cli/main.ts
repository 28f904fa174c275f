#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { describeInternalError } from "../provider/internal-error";
import { registerDoctor } from "./doctor/command";
import { registerEmulator } from "./emulator";
import { registerLinks } from "./links/command";
import { registerOrphans } from "./orphans/command";
import { registerProbe } from "./probe/command";

const { version } = require("pulumi-enablex/package.json") as { version: string };

/** Exits with code 2 and one line after an error; otherwise, each subcommand sets its exit code. */
async function main(): Promise<void> {
  const program = new Command("pulumi-enablex")
    .description("Tools for meeting rooms of EnableX and Smartflo Meet that Pulumi manages")
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, " ")}\n`) });
  registerEmulator(program);
  registerDoctor(program);
  registerLinks(program);
  registerOrphans(program);
  registerProbe(program);
  try {
    await program.parseAsync();
  } catch (error) {
    const isPrinted = error instanceof CommanderError;
    if (!isPrinted) console.error(`error: ${describeInternalError(error) ?? (error as Error).message}`);
    process.exitCode = isPrinted && error.exitCode === 0 ? 0 : 2;
  }
}

main();
