import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const root = join(__dirname, "../..");

/** A provider that runs in a process of its own, as the engine starts it. Closing it kills it. */
export interface ProviderProcess extends AsyncDisposable {
  port: number;
  child: ChildProcess;
  /** All that it wrote to its error stream. */
  errors: () => string;
}

/** Starts a provider and reads the port from its first line. It sees no environment but what it is given. */
export async function startProcess(
  args: string[],
  env: NodeJS.ProcessEnv = {},
  node = process.execPath,
): Promise<ProviderProcess> {
  const child = spawn(node, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  const exited = once(child, "exit");
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    exited.then(([code]) => Promise.reject(new Error(`it ended with ${code}: ${errors}`))),
  ]);
  return {
    port: Number(line),
    child,
    errors: () => errors,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
