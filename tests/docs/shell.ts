import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Ended, run } from "../../tools/pulumi/run";
import { blocksOf, type Page, pages } from "./pages";

/** A line that a page tells to type: what is continued belongs to it, a comment does not. */
export interface Line {
  page: string;
  /** Line of the block in the page, from 1. */
  block: number;
  text: string;
}

/** What a page tells to type, in its order. In blocks that show answers too, it stands behind a `$`. */
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

/** A shell in a folder. What one line exports, the next ones have. */
export interface Shell {
  folder: string;
  env: NodeJS.ProcessEnv;
  /** @param typed what the commands read that ask for something */
  run(line: string, typed?: string): Promise<Ended>;
  /** Starts what runs until Ctrl-C, and waits until it has printed something. */
  start(line: string, printed: RegExp): Promise<Running>;
}

/** A command that runs. Closing it ends it as Ctrl-C does. */
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
        // A group of its own, all of which is ended together, as a terminal does it.
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

/** What to write in the place of what a page leaves to its reader, or of an address that a test cannot have. */
type Puts = Record<string, string>;

interface Typing {
  put?: Puts;
  /** What the line's commands read that ask for something. */
  typed?: string;
  /** How it must end, 0 by default. */
  code?: number;
}

/** Somebody who follows a page. */
export interface Follower {
  /**
   * Types the next line of the page.
   *
   * @param line must be the page's next one, word for word
   * @returns all that it printed
   */
  types(line: string, options?: Typing): Promise<string>;
  /** Types what the page tells between its words. */
  typesInline(line: string): Promise<string>;
  /** Passes over the next line of the page. */
  skips(line: string): void;
  /** There is no further line. */
  reachesTheEnd(): void;
}

/** Follows a page from its first line on. */
export function follow(path: string, { run }: Shell): Follower {
  const page = pages().find((page) => page.path === path);
  assert.ok(page, path);
  const lines = linesOf(page);
  const pass = (line: string) => assert.equal(line, lines.shift()?.text, `the next line of ${path}`);
  const type = async (line: string, { put = {}, typed, code = 0 }: Typing = {}) => {
    const text = Object.entries(put).reduce((text, [from, to]) => text.replaceAll(from, to), line);
    const ended = await run(text, typed);
    assert.equal(ended.code, code, `${path}: ${text}\n${ended.stdout}\n${ended.stderr}`);
    return `${ended.stdout}\n${ended.stderr}`;
  };
  return {
    types(line, options) {
      pass(line);
      return type(line, options);
    },
    typesInline(line) {
      assert.ok(page.text.includes(`\`${line}\``), `${path} does not say: ${line}`);
      return type(line);
    },
    skips: pass,
    reachesTheEnd: () => assert.deepEqual(lines, []),
  };
}
