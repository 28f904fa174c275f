import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Project } from "../../pulumi/project";
import { appendLines, inFolder } from "../../shell";
import type { Check } from "../check";
import type { Environment } from "../environment";
import { failure, ok } from "../finding";

/** Whether the program exists and has what its language needs for the rooms. */
export const program: Check = {
  title: "Program",
  async run({ environment, project }) {
    const lookFor =
      project && { nodejs: missingInNode, python: missingInPython, go: missingInGo }[project.runtime];
    if (!lookFor) return [];
    const missing = await lookFor(project, environment);
    if (missing === undefined) return ok(`in ${project.programFolder}`);
    return failure(missing.message, inFolder(project.folder, [missing.fix], environment.platform));
  },
};

interface Missing {
  message: string;
  fix: string;
}

/**
 * Pulumi runs the `main` of package.json, or an index file. If Pulumi.yaml has a `main`, the program may be an inline
 * program of the Automation API.
 */
async function missingInNode(
  { folder, hasMain }: Project,
  { platform }: Environment,
): Promise<Missing | undefined> {
  if (hasMain) return undefined;
  const manifest = await readFile(join(folder, "package.json"), "utf8")
    .then(JSON.parse)
    .catch(() => ({}));
  const names = typeof manifest.main === "string" ? [manifest.main, "index"] : ["index"];
  const endings = ["", ".ts", ".js", ".mts", ".mjs", ".cts", ".cjs"];
  if (names.some((name) => endings.some((ending) => existsSync(join(folder, `${name}${ending}`)))))
    return undefined;
  const message = `no index.ts in ${folder}; the command below creates one that declares a room`;
  return { message, fix: appendLines("index.ts", exampleProgram, platform) };
}

const exampleProgram = [
  'import { Room } from "pulumi-enablex";',
  'const standup = new Room("standup", { participants: 8 });',
  "export const joinUrl = standup.participantUrl;",
  "export const hostUrl = standup.moderatorUrl;",
];

async function missingInPython(project: Project): Promise<Missing | undefined> {
  const { folder, virtualEnvironment } = project;
  const isThere = virtualEnvironment === undefined || existsSync(join(folder, virtualEnvironment));
  if (isThere && !lacksSdk(project)) return undefined;
  const what = isThere
    ? "the SDK that pulumi package add creates"
    : `the virtual environment ${virtualEnvironment}`;
  return { message: `${what} is missing`, fix: "pulumi install" };
}

async function missingInGo(project: Project): Promise<Missing | undefined> {
  const { folder, plugin } = project;
  if (plugin === undefined) return undefined;
  if (lacksSdk(project))
    return { message: "the SDK that pulumi package add creates is missing", fix: "pulumi install" };
  const module = await readFile(join(folder, "go.mod"), "utf8").catch(() => "");
  // There is a `replace`, but no `require`.
  if (
    !/^replace .*\/pulumi-enablex\//m.test(module) ||
    /^(require |\t)\S+\/pulumi-enablex\/\S+ v/m.test(module)
  )
    return undefined;
  return { message: "go.mod does not require the SDK yet", fix: "go mod tidy" };
}

/** For an entry in `packages`, `pulumi package add` and `pulumi install` generate the SDK in this folder. */
const lacksSdk = ({ folder, plugin, hasPackages }: Project): boolean =>
  plugin !== undefined && hasPackages && !existsSync(join(folder, "sdks", "enablex"));
