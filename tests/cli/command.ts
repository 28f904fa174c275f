import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Ended, run } from "../../tools/pulumi/run";

/** Runs `pulumi-enablex` as a process of its own, from its sources. */
export async function pulumiEnablex(
  args: string[],
  options: { cwd: string; env: Record<string, string> },
): Promise<Ended> {
  const tsx = pathToFileURL(require.resolve("tsx")).href;
  const main = join(__dirname, "..", "..", "cli", "main.ts");
  return (await run(process.execPath, ["--import", tsx, main, ...args], options))!;
}
