import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ConfigMap, OutputMap, PulumiFn, Stack, UpdateSummary } from "@pulumi/pulumi/automation";
import type { Sandbox } from "../../tools/pulumi/sandbox";

/**
 * Opens the stack `<project>/dev` for many short commands. After each command the Automation API starts Pulumi
 * again for the summary, and twice for the outputs. This stack reads the summary from the backend's folder, and
 * the outputs in one go, if the program has any.
 */
export async function openStack(
  sandbox: Sandbox,
  project: string,
  program: PulumiFn,
  config: ConfigMap,
): Promise<Stack> {
  let result: Awaited<ReturnType<PulumiFn>>;
  const stack = await sandbox.stack(project, "dev", async () => (result = await program()), config);
  const askPulumi = stack.info.bind(stack);
  stack.info = async () => (await lastUpdate(sandbox, project, stack.name)) ?? askPulumi(false);
  stack.outputs = async () => (result ? outputsOf(stack) : {});
  return stack;
}

/** `undefined` if the state is not in the sandbox's folder. */
async function lastUpdate(
  { folder }: Sandbox,
  project: string,
  stack: string,
): Promise<UpdateSummary | undefined> {
  const history = join(folder, "state", ".pulumi", "history", project, stack);
  const files = await readdir(history).catch(() => []);
  const last = files
    .filter((file) => file.endsWith(".history.json"))
    .sort()
    .at(-1);
  return last && JSON.parse(await readFile(join(history, last), "utf8"));
}

async function outputsOf(stack: Stack): Promise<OutputMap> {
  const { resources } = (await stack.exportStack()).deployment;
  const { outputs } = resources.find(({ type }: { type: string }) => type === "pulumi:pulumi:Stack");
  // The engine writes null for a stack without outputs.
  return Object.fromEntries(
    Object.entries(outputs ?? {}).map(([name, value]) => [
      name,
      { value: plain(value), secret: isSecret(value) },
    ]),
  );
}

/** Key and value that mark a secret in a state. */
const [signature, secret] = ["4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"];

const isSecret = (value: any): boolean => value?.[signature] === secret;

function plain(value: any): any {
  if (isSecret(value)) return plain(JSON.parse(value.plaintext));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
