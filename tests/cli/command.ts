import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Emulator } from "../../emulator/index";
import { type Ended, run } from "../../tools/pulumi/run";

/** Arguments for Node.js to run `pulumi-enablex` from its sources. */
export const fromSources = (args: string[]): string[] => [
  "--import",
  pathToFileURL(require.resolve("tsx")).href,
  join(__dirname, "..", "..", "cli", "main.ts"),
  ...args,
];

/** Runs `pulumi-enablex` in its own process. */
export async function pulumiEnablex(
  args: string[],
  options: { cwd: string; env: Record<string, string> },
): Promise<Ended> {
  return (await run(process.execPath, fromSources(args), options))!;
}

/** An environment that configures the command for an emulator. */
export const environmentOf = ({ appId, appKey, apiUrl }: Emulator): Record<string, string> => ({
  PATH: process.env.PATH!,
  ENABLEX_APP_ID: appId,
  ENABLEX_APP_KEY: appKey,
  ENABLEX_API_URL: apiUrl,
});
