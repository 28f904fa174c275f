import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Ended, run } from "../../tools/pulumi/run";
import { blocksOf, type Page, pages } from "./pages";

/** A shell line of a page, with its continuation lines and without its comment. */
export interface Line {
  page: string;
  /** Line number of the block in the page, from 1. */
  block: number;
  text: string;
}

/** The shell lines of a page, in order. In `console` blocks, which also show output, they follow a `$`. */
export function linesOf(page: Page): Line[] {
  return blocksOf(page).flatMap(({ language, line: block, text }) => {
    const typed = text
      .replace(/\\\n\s*/g, "")
      .replace(/\|\n\s*/g, "| ")
      .split("\n")
      .map((line) => line.replace(/\s+# .*$/, "").trim());
    const lines = language === "console" ? typed.flatMap((line) => /^\$ (.*)/.exec(line)?.[1] ?? []) : typed;
    const isTyped = ["sh", "bash", "console"].includes(language);
    return isTyped ? lines.filter(Boolean).map((text) => ({ page: page.path, block, text })) : [];
  });
}

/** A shell in a folder. The exports of one line apply to the next ones. */
export interface Shell {
  folder: string;
  env: NodeJS.ProcessEnv;
  /** @param typed standard input, for commands that prompt */
  run(line: string, typed?: string): Promise<Ended>;
  /** Starts a command that runs until Ctrl-C, and waits until its output matches. */
  start(line: string, printed: RegExp): Promise<Running>;
}

/** A running command. Disposing it sends Ctrl-C. */
export interface Running extends AsyncDisposable {
  printed: string;
}

/** @param scratch folder for the shell's own files */
export async function openShell(folder: string, scratch: string, env: NodeJS.ProcessEnv): Promise<Shell> {
  const exported = join(scratch, "exported");
  const input = join(scratch, "typed");
  await writeFile(exported, "");
  return {
    folder,
    env,
    async run(line, typed = "") {
      await writeFile(input, typed);
      const script = `set -o pipefail; . "$0"; { ${line}\n} < "$1"; code=$?; export -p > "$0"; exit $code`;
      return (await run("bash", ["-c", script, exported, input], { cwd: folder, env }))!;
    },
    async start(line, printed) {
      const child = spawn("bash", ["-c", line], {
        cwd: folder,
        env,
        // Its own process group, because Ctrl-C at a terminal reaches the whole group.
        detached: true,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const closed = once(child, "close");
      const running: Running = {
        printed: "",
        async [Symbol.asyncDispose]() {
          if (child.exitCode === null) process.kill(-child.pid!, "SIGINT");
          await closed;
        },
      };
      for await (const text of child.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
        running.printed += text;
        if (printed.test(running.printed)) break;
      }
      child.stdout.resume();
      assert.match(running.printed, printed);
      return running;
    },
  };
}

/** Replacements for placeholders, and for addresses that a test cannot use. */
type Replacements = Record<string, string>;

interface LineOptions {
  put?: Replacements;
  /** Standard input, for commands that prompt. */
  typed?: string;
  /** The expected exit code, 0 by default. */
  code?: number;
}

/** Runs the shell lines of a page in their order. */
export interface PageLines {
  /**
   * Runs the next line of the page.
   *
   * @param line the expected next line, word for word
   * @returns its output
   */
  runLine(line: string, options?: LineOptions): Promise<string>;
  /** Runs a line from the page's inline code. */
  runInline(line: string): Promise<string>;
  /** Skips the next line of the page. */
  skipLine(line: string): void;
  /** Asserts that the page has no further line. */
  assertEnd(): void;
}

/** Starts at the first shell line of a page. */
export function linesToRun(path: string, { run }: Shell): PageLines {
  const page = pages().find((page) => page.path === path);
  assert.ok(page, path);
  const lines = linesOf(page);
  const pass = (line: string) => assert.equal(line, lines.shift()?.text, `the next line of ${path}`);
  const execute = async (line: string, { put = {}, typed, code = 0 }: LineOptions = {}) => {
    const text = Object.entries(put).reduce((text, [from, to]) => text.replaceAll(from, to), line);
    const ended = await run(text, typed);
    assert.equal(ended.code, code, `${path}: ${text}\n${ended.stdout}\n${ended.stderr}`);
    return `${ended.stdout}\n${ended.stderr}`;
  };
  return {
    runLine(line, options) {
      pass(line);
      return execute(line, options);
    },
    runInline(line) {
      assert.ok(page.text.includes(`\`${line}\``), `${path} does not contain: ${line}`);
      return execute(line);
    },
    skipLine: pass,
    assertEnd: () => assert.deepEqual(lines, []),
  };
}
