import { cp, mkdir, stat, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { stringify } from "yaml";
import { compilerOptions } from "../../templates/enablex-typescript/tsconfig.json";
import { findLanguageHosts, findYamlLanguageHost } from "../../tools/pulumi/find-engine";
import { succeeds } from "../../tools/pulumi/run";
import { configurationFor, openSandbox, type Sandbox } from "../../tools/pulumi/sandbox";
import type { Deployment, Setting, Step } from "../contender";
import { type Plugin, root } from "./plugins";

interface Project {
  /** Name of the file in `bench/programs`. YAML if there is none. */
  program?: string;
  /** The plugin of the native form. */
  plugin?: Plugin;
  /** More variables of the environment. */
  env?: (sandbox: Sandbox) => Record<string, string>;
}

/**
 * Opens a project as users have it: a folder with Pulumi.yaml and, for TypeScript, index.ts and tsconfig.json, run by the
 * command `pulumi` and a language host. Its configuration is the stack's. Types are not checked, because people who
 * measure seconds compile their program first.
 */
export const openProject =
  ({ program, plugin, env }: Project) =>
  async ({ engine, emulator, rooms }: Setting): Promise<Deployment> => {
    const sandbox = await openSandbox(engine);
    const folder = join(sandbox.folder, project);
    await mkdir(folder);
    const pluginFolder = await plugin?.(join(sandbox.folder, "plugin"));
    const manifest = { name: project, ...(program ? nodejs(pluginFolder) : yaml(pluginFolder)) };
    await writeFile(join(folder, "Pulumi.yaml"), stringify(manifest));
    if (program) await copyProgram(program, folder);
    const hosts = await (program ? findLanguageHosts : findYamlLanguageHost)(engine, console.error);
    Object.assign(sandbox.env, {
      PATH: [sandbox.env.PATH, hosts].join(delimiter),
      BENCH_ROOMS: String(rooms),
      BENCH_SCHEMA: join(root, "provider/plugin/schema.json"),
      ...env?.(sandbox),
    });
    const command = (...args: string[]) => ({
      command: engine.command,
      args: [...args, "--non-interactive"],
      cwd: folder,
      env: sandbox.env,
    });
    const run = (...args: string[]) => {
      const { command: pulumi, args: all, ...options } = command(...args);
      return succeeds(pulumi, all, options);
    };
    await run("stack", "init", stack);
    const config = Object.entries(configurationFor(emulator));
    await run(
      ...["config", "set-all"],
      ...config.flatMap(([key, { value, secret }]) => [
        secret ? "--secret" : "--plaintext",
        `${key}=${value}`,
      ]),
    );
    return {
      command: (step) => command(...commands[step], "--parallel", "32"),
      async stateBytes() {
        const file = join(sandbox.folder, "state/.pulumi/stacks", project, `${stack}.json`);
        return (await stat(file).catch(() => undefined))?.size;
      },
      [Symbol.asyncDispose]: sandbox.close,
    };
  };

/** Project and stack of all contenders. They are the same because the state contains the names. */
const project = "school";
const stack = "dev";

const commands: Record<Step, string[]> = {
  preview: ["preview"],
  up: ["up", "--yes", "--skip-preview"],
  again: ["up", "--yes", "--skip-preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

const nodejs = (plugin?: string) => ({
  runtime: "nodejs",
  ...(plugin && { plugins: { providers: [{ name: "enablex", path: plugin }] } }),
});

/** A program with one room. */
const yaml = (plugin?: string) => ({
  runtime: "yaml",
  plugins: { providers: [{ name: "enablex", path: plugin }] },
  resources: { "class-0": { type: "enablex:Room", properties: { participants: 30 } } },
});

async function copyProgram(program: string, folder: string): Promise<void> {
  const programs = join(root, "bench/programs");
  await cp(join(programs, `${program}.ts`), join(folder, "index.ts"));
  for (const name of ["support.ts", "ordinary.js"]) await cp(join(programs, name), join(folder, name));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  // The text that loads it is as long as that of pulumi-enablex.
  await cp(join(programs, "dynamic-floor.js"), join(folder, "node_modules/pulumi-nothing/dynamic.js"));
}
