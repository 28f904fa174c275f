import { type Command, InvalidArgumentError, Option } from "commander";
import type { Account, Emulator, EmulatorOptions } from "../emulator";
import { setVariable } from "./shell";

/** So that a stack's configuration stays right from one day to the next. */
const defaultPort = 8480;

/** Adds `pulumi-enablex emulator`: the rooms API on this machine, until SIGINT or SIGTERM ends it with code 0. */
export function registerEmulator(program: Command): void {
  program
    .command("emulator")
    .description("run the rooms API on this machine")
    .option("--port <number>", "port to listen on; 0 takes any free one", wholeNumber, defaultPort)
    .option("--host <host>", "host name or address to listen on", "127.0.0.1")
    .option("--data <file>", "file that keeps the rooms (default: they are gone when the emulator ends)")
    .addOption(
      new Option("--app-id <id>", "App ID, 24 hex digits (default: a fixed one)").env("ENABLEX_APP_ID"),
    )
    .addOption(
      new Option("--app-key <key>", "App Key, 36 letters and digits (default: a fixed one)").env(
        "ENABLEX_APP_KEY",
      ),
    )
    .option("--seed <number>", "seed of room ids and faults (default: a new one each time)", wholeNumber)
    .option("--fault <name=value>", "what goes wrong on purpose, such as lostAnswer=0.1; repeatable", pair)
    .option(
      "--behaviour <name=value>",
      "a switch for what is not known of the API, such as createStatus=201; repeatable",
      pair,
    )
    .action(run);
}

interface Flags extends Pick<EmulatorOptions, "port" | "host" | "data" | "appId" | "appKey" | "seed"> {
  fault?: Record<string, string>;
  behaviour?: Record<string, string>;
}

async function run(flags: Flags): Promise<void> {
  // Loaded here, so that the other commands do not wait for an HTTP server they do not use.
  const { isLoopback, startEmulator, UsageError } = await import("../emulator/index.js");
  const { fault, behaviour, ...rest } = flags;
  // An empty environment variable means none.
  const given = { appId: flags.appId || undefined, appKey: flags.appKey || undefined };
  let emulator: Emulator;
  try {
    emulator = await startEmulator({
      ...rest,
      ...given,
      faults: fault as object,
      behaviour: behaviour as object,
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`error: ${error.message}`);
    process.exitCode = 2;
    return;
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => emulator.close());
  if (!isLoopback(flags.host ?? "")) {
    console.error(`warning: whoever can reach ${flags.host} can use and control this emulator.`);
  }
  console.log(welcome(emulator, given));
}

/** Credentials that were given may be those of a real project, so only the emulator's own are printed. */
function welcome({ url, apiUrl, meetingUrl, appId, appKey }: Emulator, given: Partial<Account>): string {
  const id = given.appId === undefined ? ` ${appId}` : "";
  const key = given.appKey === undefined ? ` ${appKey}` : "";
  const asked = id && key ? "" : "\nPulumi asks for the credentials that the emulator was given.\n";
  return `The emulator of the rooms API runs on ${url}

Tell a stack:
  pulumi config set enablex:apiUrl ${apiUrl}
  pulumi config set enablex:meetingUrl ${meetingUrl}
  pulumi config set --secret enablex:appId${id}
  pulumi config set --secret enablex:appKey${key}
${asked}
Or the environment:
  ${variable("ENABLEX_API_URL", apiUrl)}
  ${variable("ENABLEX_MEETING_URL", meetingUrl)}
  ${variable("ENABLEX_APP_ID", id.trim() || "…")}
  ${variable("ENABLEX_APP_KEY", key.trim() || "…")}

Ctrl-C ends it.`;
}

const variable = (name: string, value: string) => setVariable(name, value, process.platform);

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It is a whole number.");
  return Number(text);
}

function pair(text: string, pairs: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("It has the form name=value.");
  return { ...pairs, [name]: value };
}
