import { existsSync, statSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { delimiter, isAbsolute, join, relative } from "node:path";
import type { Project } from "../../pulumi/project";
import { appendLines, inFolder, replaceIn } from "../../shell";
import type { Check } from "../check";
import type { Environment } from "../environment";
import { type Finding, failure, ok } from "../finding";
import { installCommand, packageFolder } from "../remedies/package-manager";

/** Whether Pulumi finds the plugin, if a Node.js program imports the native form. */
export const plugin: Check = {
  title: "Plugin",
  async run({ environment, project }) {
    if (project?.runtime !== "nodejs" || !(await isNative(project))) return [];
    return checkPlugin(project, environment);
  },
};

async function isNative({ programFolder, plugin }: Project): Promise<boolean> {
  if (plugin !== undefined) return true;
  const files = (await readdir(programFolder).catch(() => [])).filter((file) => /\.[cm]?[jt]s$/.test(file));
  const texts = await Promise.all(
    files.map((file) => readFile(join(programFolder, file), "utf8").catch(() => "")),
  );
  return texts.some((text) => /["']pulumi-enablex\/native["']/.test(text));
}

export async function checkPlugin(project: Project, environment: Environment): Promise<Finding> {
  const { folder, plugin } = project;
  const { platform } = environment;
  const elsewhere = plugin === undefined && (pluginOnPath(environment) ?? installedPlugin(environment));
  if (elsewhere) return ok(`the plugin is ${elsewhere}`);
  const there = packagePath(folder);
  const install = async () => (there === undefined ? [await installCommand(folder, environment)] : []);
  const fixIn = (folder: string, lines: string[]) => inFolder(folder, lines, platform);
  if (plugin === undefined) {
    return failure(
      "Pulumi cannot find the plugin: the project file does not name it in plugins, PATH does not contain it, and pulumi plugin install has not installed it",
      fixIn(folder, [...(await install()), ...declarePlugin(there, project, platform)]),
    );
  }
  const { kind, location } = plugin;
  if (kind === "repository") return ok(`the plugin comes from ${location}`);
  if (kind === "registry") {
    const isPath = location === defaultPath || existsSync(join(folder, location));
    const line = isPath
      ? replaceIn(project.file, location, `./${location}`, platform)
      : packageAddCommand(there);
    return failure(
      `Pulumi looks for ${location} in its Registry: a path in the project's folder must begin with ./`,
      fixIn(folder, isPath && location !== defaultPath ? [line] : [...(await install()), line]),
    );
  }
  const found = await readPlugin(location, platform);
  if (found === "not built") {
    return failure(
      `the project uses the plugin in ${location}, which is not built`,
      fixIn(location, ["npm ci"]),
    );
  }
  if (found === "not executable") {
    return failure(
      `the project uses the plugin in ${location}, whose file ${FILE} is not executable`,
      fixIn(location, [`chmod +x ${FILE}`]),
    );
  }
  if (found !== undefined) return ok(`${found.version}, the plugin in ${location}`);
  // Keep the entry if only the package is missing.
  const isRight = there === undefined && location === join(folder, defaultPath);
  return failure(
    `the project uses the plugin in ${location}, which does not exist`,
    fixIn(folder, [...(await install()), ...(isRight ? [] : [packageAddCommand(there)])]),
  );
}

const defaultPath = "node_modules/pulumi-enablex";

/** Path from a folder to the package: in its node_modules, or in those of a workspace above it. */
function packagePath(folder: string): string | undefined {
  const found = packageFolder(folder, "pulumi-enablex");
  const path = found && relative(folder, found).replaceAll("\\", "/");
  return path && !path.startsWith(".") ? `./${path}` : path;
}

const packageAddCommand = (there = `./${defaultPath}`): string => `pulumi package add ${there}`;

/** `pulumi package add` would also generate an SDK, which programs in TypeScript and YAML do not need. */
function declarePlugin(
  there: string | undefined,
  { folder, file, hasPlugins, runtime }: Project,
  platform: NodeJS.Platform,
): string[] {
  if (!["nodejs", "yaml"].includes(runtime) || hasPlugins || file.endsWith(".json")) {
    return [...prepareSdk(folder, runtime, platform), packageAddCommand(there)];
  }
  const path = there ?? `./${defaultPath}`;
  const lines = ["plugins:", "  providers:", "    - name: enablex", `      path: ${path}`];
  // The file may not end with a newline.
  return [appendLines(file, ["", ...lines], platform)];
}

/** Creates the file that Pulumi adds the SDK to; without it, Pulumi generates none. */
function prepareSdk(folder: string, runtime: string, platform: NodeJS.Platform): string[] {
  const lacks = (...files: string[]) => !files.some((file) => existsSync(join(folder, file)));
  if (runtime === "python" && lacks("requirements.txt", "pyproject.toml"))
    return [appendLines("requirements.txt", ["pulumi"], platform)];
  return runtime === "go" && lacks("go.mod") ? ["go mod init rooms"] : [];
}

const FILE = "pulumi-resource-enablex";

async function readPlugin(
  folder: string,
  platform: NodeJS.Platform,
): Promise<{ version: string } | "not built" | "not executable" | undefined> {
  try {
    const { name, version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    if (name !== "pulumi-enablex" || !existsSync(join(folder, "PulumiPlugin.yaml"))) return undefined;
    const file = join(folder, FILE);
    if (!existsSync(file)) return "not built";
    return platform === "win32" || (statSync(file).mode & 0o111) !== 0 ? { version } : "not executable";
  } catch {
    return undefined;
  }
}

function pluginOnPath({ env, platform }: Environment): string | undefined {
  if (/^(1|true)$/i.test(env.PULUMI_IGNORE_AMBIENT_PLUGINS ?? "")) return undefined;
  const name = platform === "win32" ? `${FILE}.cmd` : FILE;
  return pathOfPulumi(env)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/** The folder in which `pulumi plugin install` puts this version. */
function installedPlugin({ env, packageVersion }: Environment): string | undefined {
  const home = env.PULUMI_HOME ?? join(env.HOME ?? env.USERPROFILE ?? "", ".pulumi");
  const folder = join(home, "plugins", `resource-enablex-v${packageVersion}`);
  return existsSync(folder) ? folder : undefined;
}

/**
 * The folders of PATH when the user runs `pulumi`. Omits those that npx, `pnpm exec` and `yarn` added for this command.
 * Keeps those of a script in package.json, because `pulumi` in that script has them too.
 */
function pathOfPulumi(env: NodeJS.ProcessEnv): string[] {
  const folders = (env.PATH ?? "").split(delimiter).filter(isAbsolute);
  if (env.npm_lifecycle_event !== undefined && env.npm_lifecycle_event !== "npx") return folders;
  const end = folders.findLastIndex((folder) => /[\\/]node-gyp-bin[\\/]?$/.test(folder));
  if (end >= 0) return folders.slice(end + 1);
  const isRunner = env.npm_config_user_agent !== undefined;
  return folders.filter((folder) => !isRunner || !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder));
}
