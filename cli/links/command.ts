import { type Command, Option } from "commander";
import type { Sheet } from "./sheet";

/** Formatters of a sheet, loaded on demand so that other commands start faster. */
const writers = {
  table: async (sheet: Sheet) => (await import("./table.js")).table(sheet),
  markdown: async (sheet: Sheet) => (await import("./markdown.js")).markdown(sheet),
  html: async (sheet: Sheet) => (await import("./html.js")).html(sheet),
  csv: async (sheet: Sheet) => (await import("./csv.js")).csv(sheet),
  ics: async (sheet: Sheet) => (await import("./calendar.js")).calendar(sheet),
};

interface Flags {
  stack?: string;
  format: keyof typeof writers;
  moderator?: boolean;
  timeZone?: string;
}

/**
 * Adds `pulumi-enablex links`. Exits with code 0; 1 if there is no event for a calendar; 2 if the state cannot
 * be read, or it was called incorrectly.
 */
export function registerLinks(program: Command): void {
  program
    .command("links")
    .description(
      "print the join links of a stack's rooms as a table, a page with QR codes or calendar events",
    )
    .option("--stack <name>", "the stack (default: the selected one)")
    .addOption(
      new Option("--format <format>", "output format").choices(Object.keys(writers)).default("table"),
    )
    .option("--moderator", "print moderator links too; anyone with one can host the meeting")
    .option("--time-zone <name>", "time zone to print times in (default: this machine's)")
    .action(async (flags: Flags) => {
      process.exitCode = await run(flags);
    });
}

async function run({ stack, format, moderator = false, timeZone }: Flags): Promise<number> {
  const { readState } = await import("../pulumi/stack.js");
  const { sheetRooms } = await import("./sheet.js");
  const { isTimeZone, machineTimeZone } = await import("./when.js");
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new Error(
      `--time-zone: ${timeZone} is not a time zone. Use a name from the time zone database, such as Asia/Kolkata.`,
    );
  }
  const state = await readState(stack, { showSecrets: moderator });
  const rooms = sheetRooms(state.resources);
  const sheet = {
    project: state.project,
    stack: state.stack,
    rooms: moderator ? rooms : rooms.map((room) => ({ ...room, moderatorUrl: undefined })),
    timeZone: timeZone ?? machineTimeZone(),
    now: new Date(),
  };
  const text = await writers[format](sheet);
  if (format === "ics") {
    const { missingEvents } = await import("./calendar.js");
    const missing = missingEvents(sheet);
    if (missing) console.error(missing);
  }
  if (text === undefined) return 1;
  if (moderator && rooms.length > 0) {
    console.error(
      "warning: the output contains moderator links. Anyone with one can host the meeting; protect them like passwords.",
    );
  }
  // Lines of calendars and CSV end with CRLF, including the last one.
  process.stdout.write(text.endsWith("\n") ? text : `${text}${format === "csv" ? "\r\n" : "\n"}`);
  return 0;
}
