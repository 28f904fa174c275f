import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** The result of `pulumi-enablex emulator`. */
export interface CommandResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A running `pulumi-enablex emulator`. `await using` kills it, so a failed test leaves no process. */
export interface RunningCommand extends AsyncDisposable {
  url: string;
  process: ChildProcess;
  /** The output so far. */
  printed(): Pick<CommandResult, "stdout" | "stderr">;
  ended: Promise<CommandResult>;
}

/** Runs the built command until it exits. */
export function runCommand(args: string[], env: Record<string, string> = {}): Promise<CommandResult> {
  return spawnCommand(args, env).ended;
}

/**
 * Starts the command on a free port and waits until it listens.
 *
 * @param shell shell commands to run first, such as a `ulimit`
 */
export async function startCommand(
  args: string[] = [],
  env: Record<string, string> = {},
  shell = "",
): Promise<RunningCommand> {
  const running = spawnCommand(["emulator", "--port", "0", ...args], env, shell);
  const { stdout } = running.process;
  while (!running.url && running.process.exitCode === null) {
    await Promise.race([once(stdout!, "data"), running.ended]);
    running.url = /http:\/\/\S+/.exec(running.printed().stdout)?.[0] ?? "";
  }
  if (!running.url) throw new Error(running.printed().stderr);
  return running;
}

function spawnCommand(args: string[], env: Record<string, string>, shell = ""): RunningCommand {
  const { ENABLEX_APP_ID, ENABLEX_APP_KEY, ...inherited } = process.env;
  const command = [process.execPath, "dist/cli/main.js", ...args];
  const [program, ...rest] = shell ? ["sh", "-c", `${shell}\nexec "$@"`, "sh", ...command] : command;
  const child = spawn(program!, rest, {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  }
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, ...printed }));
  async function dispose(): Promise<void> {
    child.kill("SIGKILL");
    await ended;
  }
  return { url: "", process: child, printed: () => printed, ended, [Symbol.asyncDispose]: dispose };
}
