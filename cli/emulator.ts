import { type Command, InvalidArgumentError, Option } from "commander";
import type { Account, Emulator, EmulatorOptions } from "../emulator";
import { setVariable } from "./shell";

/** A fixed port, to keep a stack's configuration valid. */
const defaultPort = 8480;

/**
 * Adds `pulumi-enablex emulator`: runs the rooms API on this machine until SIGINT or SIGTERM, then exits with
 * code 0.
 */
export function registerEmulator(program: Command): void {
  program
    .command("emulator")
    .description("run an emulator of the rooms API on this machine")
    .option("--port <number>", "port to listen on; 0 uses any free port", parseInteger, defaultPort)
    .option("--host <host>", "host name or address to listen on", "127.0.0.1")
    .option("--data <file>", "file that stores the rooms (default: in memory only)")
    .addOption(
      new Option("--app-id <id>", "App ID, 24 hex digits (default: a public one)").env("ENABLEX_APP_ID"),
    )
    .addOption(
      new Option("--app-key <key>", "App Key, 36 letters and digits (default: a public one)").env(
        "ENABLEX_APP_KEY",
      ),
    )
    .option("--seed <number>", "seed of room ids and faults (default: random)", parseInteger)
    .option("--fault <name=value>", "fault to inject, such as lostAnswer=0.1; repeatable", parsePair)
    .option(
      "--behaviour <name=value>",
      "switch for behaviour that the API's documentation leaves open, such as createStatus=201; repeatable",
      parsePair,
    )
    .action(run);
}

interface Flags extends Pick<EmulatorOptions, "port" | "host" | "data" | "appId" | "appKey" | "seed"> {
  fault?: Record<string, string>;
  behaviour?: Record<string, string>;
}

async function run(flags: Flags): Promise<void> {
  // Imported here because the other commands do not need an HTTP server.
  const { isLoopback, startEmulator } = await import("../emulator/index.js");
  const { fault, behaviour, ...rest } = flags;
  // Treat an empty environment variable as unset.
  const given = { appId: flags.appId || undefined, appKey: flags.appKey || undefined };
  const options = { ...rest, ...given, faults: fault as object, behaviour: behaviour as object };
  const emulator = await startEmulator(options);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => emulator.close());
  if (!isLoopback(flags.host ?? "")) {
    console.error(`warning: anyone who can reach ${flags.host} can use and control this emulator.`);
  }
  console.log(startMessage(emulator, given));
}

/** Prints only the default credentials: given ones may belong to a real project. */
function startMessage({ url, apiUrl, meetingUrl, appId, appKey }: Emulator, given: Partial<Account>): string {
  const id = given.appId === undefined ? ` ${appId}` : "";
  const key = given.appKey === undefined ? ` ${appKey}` : "";
  const promptNote =
    id && key
      ? ""
      : "\nPulumi prompts for the credentials: enter the ones that you started the emulator with.\n";
  return `The rooms API emulator is running on ${url}

Configure a stack:
  pulumi config set enablex:apiUrl ${apiUrl}
  pulumi config set enablex:meetingUrl ${meetingUrl}
  pulumi config set --secret enablex:appId${id}
  pulumi config set --secret enablex:appKey${key}
${promptNote}
Or set environment variables:
  ${variable("ENABLEX_API_URL", apiUrl)}
  ${variable("ENABLEX_MEETING_URL", meetingUrl)}
  ${variable("ENABLEX_APP_ID", id.trim() || "…")}
  ${variable("ENABLEX_APP_KEY", key.trim() || "…")}

Press Ctrl-C to stop it.`;
}

const variable = (name: string, value: string) => setVariable(name, value, process.platform);

function parseInteger(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It must be an integer.");
  return Number(text);
}

function parsePair(text: string, pairs: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("It must have the form name=value.");
  return { ...pairs, [name]: value };
}
