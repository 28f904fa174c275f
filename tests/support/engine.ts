import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { ConfigMap, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import type { Emulator, EmulatorOptions } from "../../emulator/index";
import { startEmulator } from "../../emulator/index";
import { type Engine, findEngine, findYamlLanguageHost } from "../../tools/pulumi/find-engine";
import { type Ended, run } from "../../tools/pulumi/run";
import { offerPlugin, openSandbox, type Sandbox } from "../../tools/pulumi/sandbox";
import { openStack } from "./stack";
import { openVault } from "./vault";

/** A real engine, an emulator, and stacks that are configured for it. */
export interface EngineFixture {
  engine: Engine;
  emulator: Emulator;
  sandbox: Sandbox;
  /** The stack `<project>/dev`, configured for the emulator. */
  stack(project: string, program: PulumiFn, config?: ConfigMap): Promise<Stack>;
}

let engine: Promise<Engine> | undefined;

/** The engine of all tests of this process. */
export function theEngine(): Promise<Engine> {
  engine ??= findEngine((line) => console.log(`      ${line}`));
  return engine;
}

/**
 * Starts an emulator and opens a sandbox for one test, and always closes them afterwards.
 *
 * @param options.passphrase encrypts the stacks' secrets with a passphrase, as most users do
 */
export async function withEngine(
  test: (fixture: EngineFixture) => Promise<void>,
  options: EmulatorOptions & { path?: string[]; passphrase?: string } = {},
): Promise<void> {
  const engine = await theEngine();
  await using emulator = await startEmulator(options);
  await using sandbox = await openSandbox(engine, options.path);
  // Fewer garbage collections save a tenth of the processor time of short commands.
  sandbox.env.GOGC = "400";
  if (options.passphrase) {
    sandbox.env.PULUMI_CONFIG_PASSPHRASE = options.passphrase;
  } else {
    const { secretsProvider, env } = await openVault();
    Object.assign(sandbox.env, env);
    sandbox.secretsProvider = secretsProvider;
  }
  await test({
    engine,
    emulator,
    sandbox,
    stack: (project, program, config) =>
      openStack(sandbox, project, program, { ...configFor(emulator), ...config }),
  });
}

/** Stack configuration for the emulator. */
export function configFor({ apiUrl, meetingUrl, appId, appKey }: Emulator): ConfigMap {
  return {
    "enablex:apiUrl": { value: apiUrl },
    "enablex:meetingUrl": { value: meetingUrl },
    "enablex:appId": { value: appId, secret: true },
    "enablex:appKey": { value: appKey, secret: true },
  };
}

/** The same as environment variables. */
export const environmentFor = ({ apiUrl, meetingUrl, appId, appKey }: Emulator) => ({
  ENABLEX_API_URL: apiUrl,
  ENABLEX_MEETING_URL: meetingUrl,
  ENABLEX_APP_ID: appId,
  ENABLEX_APP_KEY: appKey,
});

/** The output of a command that fails, as a user sees it. */
export async function failureOf(command: Promise<unknown>): Promise<string> {
  const failed: { stdout?: string; stderr?: string; message: string } = await command.then(
    () => {
      throw new Error("The command succeeded");
    },
    (error) => error.commandResult ?? error,
  );
  return failed.stdout === undefined ? failed.message : `${failed.stdout}\n${failed.stderr}`;
}

/** Makes the engine write a large state only once, at the end of a command, which saves most of its time. */
export function skipCheckpoints({ env }: Sandbox): void {
  env.PULUMI_EXPERIMENTAL = "true";
  env.PULUMI_SKIP_CHECKPOINTS = "true";
}

/** The text of all state files in the backend. */
export async function stateText({ folder }: Sandbox): Promise<string> {
  const files = await readdir(join(folder, "state"), { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), "utf8"));
  return (await Promise.all(texts)).join("\n");
}

/** Names the plugin in Pulumi.yaml, as the documentation shows. */
export const installedPlugin =
  "plugins:\n  providers:\n    - name: enablex\n      path: ./node_modules/pulumi-enablex\n";

/** A YAML project, run by the command `pulumi` with the plugin. Its configuration is in the environment. */
export interface YamlProject {
  folder: string;
  write(yaml: string): Promise<void>;
  pulumi(...args: string[]): Promise<Ended>;
}

/**
 * Creates a YAML project with a stack `dev`.
 *
 * @param finds how the engine finds the plugin: `command` uses this checkout's plugin on PATH, `package` the
 *   package that is installed in the project's folder, as the documentation shows, `plugins` only what
 *   `pulumi plugin install` installs
 */
export async function yamlProject(
  fixture: EngineFixture,
  name: string,
  finds: "command" | "package" | "plugins" = "command",
): Promise<YamlProject> {
  const { sandbox, emulator, engine } = fixture;
  if (finds === "command") await offerPlugin(sandbox);
  const plugins = finds === "package" ? installedPlugin : "";
  const host = await findYamlLanguageHost(engine, console.log);
  const folder = join(sandbox.folder, name);
  await mkdir(folder);
  Object.assign(sandbox.env, {
    PATH: [sandbox.env.PATH, host].join(delimiter),
    ...environmentFor(emulator),
  });
  const project: YamlProject = {
    folder,
    write: (yaml) =>
      writeFile(join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: yaml\n${plugins}${yaml}\n`),
    async pulumi(...args) {
      return (await run(engine.command, [...args, "--non-interactive"], { cwd: folder, env: sandbox.env }))!;
    },
  };
  await project.write("");
  const { secretsProvider } = sandbox;
  const made = await project.pulumi(
    ...["stack", "init", "dev", ...(secretsProvider ? ["--secrets-provider", secretsProvider] : [])],
  );
  if (made.code !== 0) throw new Error(made.stderr);
  return project;
}

/** The Room resources in a stack's state. */
export async function roomsInState(stack: Pick<Stack, "exportStack">): Promise<any[]> {
  const { resources = [] } = (await stack.exportStack()).deployment;
  return resources.filter(({ type }: { type: string }) => type.endsWith(":Room"));
}

/** Waits until the emulator has received this many requests. */
export async function untilRequests({ emulator }: EngineFixture, count: number): Promise<void> {
  // A loop without pauses would take a processor from the engine.
  while (emulator.requests.length < count) await setTimeout(1);
}

/** Sends a request to the rooms API, to change rooms out of band. */
export async function behindPulumi(
  { apiUrl, appId, appKey }: Emulator,
  method: string,
  path: string,
  body?: unknown,
): Promise<any> {
  const authorization = `Basic ${Buffer.from(`${appId}:${appKey}`).toString("base64")}`;
  const answer = await fetch(`${apiUrl}${path}`, {
    method,
    headers: { authorization, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = (await answer.json()) as { result?: number };
  // Fail here rather than in a later assertion.
  if (!answer.ok || json.result !== 0) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
  return json;
}
