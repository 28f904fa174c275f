import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ConfigMap, Stack } from "@pulumi/pulumi/automation";
import { type Emulator, startEmulator } from "pulumi-enablex/emulator";
import { findEngine } from "../../engine/find";
import { openSandbox } from "../../engine/sandbox";

/** Where examples run: a real engine with a state of its own, and the emulator. */
export interface Stage {
  emulator: Emulator;
  /** The stack `dev` of an example, whose program is the `index.ts` in its folder. */
  example(folder: string, project: string, config?: ConfigMap): Promise<Stack>;
  /** All that the engine keeps of all stacks, as it stands in the files. */
  stateFiles(): Promise<string>;
}

/** Sets the stage for one test and clears it away afterwards, whatever happens. */
export async function onStage(test: (stage: Stage) => Promise<void>): Promise<void> {
  const engine = await findEngine(() => {});
  await using emulator = await startEmulator();
  await using sandbox = await openSandbox(engine);
  await test({
    emulator,
    example: (folder, project, config) =>
      sandbox.stack(project, "dev", async () => runAgain(folder), { ...configOf(emulator), ...config }),
    stateFiles: () => textOfFiles(join(sandbox.folder, "state")),
  });
}

/** What an engine reports of a deployment, without what it counts of the stack itself. */
export const changesOf = (result: { summary: { resourceChanges?: Record<string, number | undefined> } }) => ({
  ...result.summary.resourceChanges,
});

/** Each run of a program starts afresh, as it does in a process of its own. */
function runAgain(folder: string): Record<string, unknown> {
  const program = join(__dirname, "../../examples", folder, "index.ts");
  delete require.cache[program];
  return { ...require(program) };
}

async function textOfFiles(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((file) => join(file.parentPath, file.name));
  return (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
}

const configOf = ({ apiUrl, meetingUrl, appId, appKey }: Emulator): ConfigMap => ({
  "enablex:apiUrl": { value: apiUrl },
  "enablex:meetingUrl": { value: meetingUrl },
  "enablex:appId": { value: appId, secret: true },
  "enablex:appKey": { value: appKey, secret: true },
});
