import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../tools/pulumi/run";
import { theEngine } from "../support/engine";
import { manifest } from "../support/packed";
import { parseShell } from "../support/shell-syntax";
import { type Page, pages, root } from "./pages";
import { linesOf } from "./shell";

/** Pages whose lines no test runs, and why. */
const untested: Record<string, string> = {
  "docs/doctor.md": "Its output depends on the machine; tests/cli/doctor tests it.",
  "docs/live.md":
    "It needs the live service, at two requests a second; tests/cli/probe uses an emulator and a fake clock.",
  "docs/scaling.md": "It names other people's backends; tests/engine/postgres.test.ts starts its own.",
  "CONTRIBUTING.md": "Its commands run the tests themselves.",
};

describe("documentation: commands", () => {
  const tests = readdirSync(__dirname)
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(__dirname, file), "utf8"))
    .join("\n")
    // A call may be broken into lines.
    .replace(/\(\s+/g, "(");
  for (const page of pages().filter((page) => linesOf(page).length > 0))
    it(`a test runs the commands of ${page.path}`, () => {
      const isTested = [`testPage("${page.path}"`, `const path = "${page.path}"`].some((call) =>
        tests.includes(call),
      );
      assert.notEqual(isTested, page.path in untested);
    });

  for (const page of pages().filter((page) => linesOf(page).length > 0))
    it(`bash can parse the commands of ${page.path}`, async () => {
      // Replace placeholders, such as <id>, with a word.
      for (const { text } of linesOf(page)) await parseShell("bash", text.replace(/<[a-z ]+>/gi, "given"));
    });

  const calls = new Map<string, Call & { page: string }>();
  for (const page of pages())
    for (const call of callsIn(page)) calls.set(call.text, { ...call, page: page.path });
  for (const call of calls.values())
    it(`the command and its options exist: ${call.text} (${call.page})`, async () => {
      if (call.command === "npm") {
        const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
        assert.ok(call.words[0]! in scripts);
        return;
      }
      const { known, takesWords, options } = await helpFor(call);
      assert.equal(known[0], call.words[0]);
      if (call.words.length > known.length)
        assert.ok(takesWords, `unexpected argument ${call.words[known.length]}`);
      assert.deepEqual(
        call.options.filter((option) => !options.includes(option)),
        [],
      );
    });
});

/** A call of a command. */
interface Call {
  command: "pulumi" | "pulumi-enablex" | "npm";
  text: string;
  /** What precedes the first option: subcommands and their arguments. */
  words: string[];
  options: string[];
}

/** The calls on a page, in blocks and in inline code. */
function callsIn(page: Page): Call[] {
  const inline = [...page.text.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text!);
  const lines = [...linesOf(page).map(({ text }) => text), ...inline];
  const parts = lines.flatMap((line) => line.replace(/<[a-z ]+>|…/g, "given").split(/\||&&|;|<|>/));
  return parts.flatMap((part) => {
    const text = part.trim().replace(/^(?:[A-Z_]+=\S+ )+|^npx /g, "");
    const [, command, rest] = /^(pulumi|pulumi-enablex|npm run) ([a-z].*)$/.exec(text) ?? [];
    if (!command || !rest) return [];
    const tokens = rest.replace(/"[^"]*"/g, "given").split(/\s+/);
    const firstOption = tokens.findIndex((token) => token.startsWith("-"));
    const options = tokens
      .filter((token) => /^--?[a-z]/.test(token))
      .map((token) => token.replace(/=.*/, ""));
    return {
      command: command === "npm run" ? "npm" : (command as Call["command"]),
      text,
      words: firstOption < 0 ? tokens : tokens.slice(0, firstOption),
      // The options after the package are defined by the package.
      options: tokens[0] === "do" ? options.slice(0, 1) : options,
    };
  });
}

interface Help {
  /** The recognized subcommands. */
  known: string[];
  takesWords: boolean;
  options: string[];
}

const helps = new Map<string, Promise<string>>();

/** Reads the usage and options from the command's own help, once for calls that differ in their options. */
async function helpFor({ command, words }: Call): Promise<Help> {
  const name = [command, ...words].join(" ");
  const help = helps.get(name) ?? printHelp(command, words);
  helps.set(name, help);
  const stdout = await help;
  const usage = new RegExp(`Usage:\\s+${command}((?: [a-z-]+)*)(.*)`).exec(stdout);
  assert.ok(usage, stdout);
  return {
    known: usage[1]!.trim().split(" "),
    takesWords: /[[<](?!options|flags|command)/.test(usage[2]!),
    options: [...stdout.matchAll(/(?<=^|\s)--?[a-z][a-z-]*/gm)].map(([option]) => option),
  };
}

async function printHelp(command: Call["command"], words: string[]): Promise<string> {
  const [program, args] =
    command === "pulumi"
      ? [(await theEngine()).command, []]
      : [process.execPath, [join(root, manifest.bin[command]!)]];
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_EXPERIMENTAL: "true" };
  return (await run(program, [...args, ...words, "--help"], { env }))!.stdout;
}
