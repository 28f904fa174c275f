import { spawn } from "node:child_process";

/** Result of a command. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command without a shell and waits until it ends.
 *
 * @returns `undefined` if the command does not exist
 */
export function run(
  command: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; onLine?: (line: string) => void } = {},
): Promise<Ended | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = { code: 0, stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        ended[stream] += text;
        for (const line of text.split("\n").filter(Boolean)) options.onLine?.(line);
      });
    }
    child.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? resolve(undefined) : reject(error),
    );
    child.on("close", (code) => resolve({ ...ended, code: code ?? 1 }));
  });
}

/** Runs a command and throws unless it exits with code 0. */
export async function succeeds(...command: Parameters<typeof run>): Promise<Ended> {
  const ended = await run(...command);
  if (ended?.code === 0) return ended;
  const why = ended ? `:\n${ended.stdout}\n${ended.stderr}` : ": the command is not installed";
  throw new Error(`${command[0]} ${command[1].join(" ")} failed${why}`);
}
