import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Project } from "../pulumi/project";
import { appendLines, inFolder } from "../shell";
import { type Finding, failure, ok } from "./finding";
import type { Surroundings } from "./surroundings";

/** Whether the program is there, with what its language needs for the rooms; nothing of a language without such needs. */
export async function examineProgram(project: Project, around: Surroundings): Promise<Finding[]> {
  const lookFor = { nodejs: nothingToRun, python: unmetByPython, go: unmetByGo }[project.runtime];
  if (!lookFor) return [];
  const found = await lookFor(project, around);
  if (found === undefined) return [ok("Program", `in ${project.programFolder}`)];
  return [failure("Program", found.says, inFolder(project.folder, [found.mend], around.platform))];
}

/** What a program lacks. */
interface Missing {
  says: string;
  mend: string;
}

/**
 * Pulumi runs what `main` of package.json names, or an index file. Where Pulumi.yaml has a `main`, the program may be a
 * function of Pulumi's Automation API.
 */
async function nothingToRun(
  { folder, hasMain }: Project,
  { platform }: Surroundings,
): Promise<Missing | undefined> {
  if (hasMain) return undefined;
  const manifest = await readFile(join(folder, "package.json"), "utf8")
    .then(JSON.parse)
    .catch(() => ({}));
  const names = typeof manifest.main === "string" ? [manifest.main, "index"] : ["index"];
  const endings = ["", ".ts", ".js", ".mts", ".mjs", ".cts", ".cjs"];
  if (names.some((name) => endings.some((ending) => existsSync(join(folder, `${name}${ending}`)))))
    return undefined;
  const says = `there is no index.ts in ${folder}; the line below writes one with a room`;
  return { says, mend: appendLines("index.ts", programOfOneRoom, platform) };
}

const programOfOneRoom = [
  'import { Room } from "pulumi-enablex";',
  'const standup = new Room("standup", { participants: 8 });',
  "export const joinUrl = standup.participantUrl;",
  "export const hostUrl = standup.moderatorUrl;",
];

async function unmetByPython({ folder, virtualEnvironment, plugin }: Project): Promise<Missing | undefined> {
  const isThere = virtualEnvironment === undefined || existsSync(join(folder, virtualEnvironment));
  if (isThere && (plugin === undefined || hasSdk(folder))) return undefined;
  const what = isThere
    ? "the SDK that pulumi package add made"
    : `the virtual environment ${virtualEnvironment}`;
  return { says: `${what} is not there`, mend: "pulumi install" };
}

async function unmetByGo({ folder, plugin }: Project): Promise<Missing | undefined> {
  if (plugin === undefined) return undefined;
  if (!hasSdk(folder))
    return { says: "the SDK that pulumi package add made is not there", mend: "pulumi install" };
  const module = await readFile(join(folder, "go.mod"), "utf8").catch(() => "");
  // The line `replace` is there, and none that requires it.
  if (
    !/^replace .*\/pulumi-enablex\//m.test(module) ||
    /^(require |\t)\S+\/pulumi-enablex\/\S+ v/m.test(module)
  )
    return undefined;
  return { says: "go.mod does not require the SDK yet", mend: "go mod tidy" };
}

/** Where `pulumi package add` and `pulumi install` write it. */
const hasSdk = (folder: string): boolean => existsSync(join(folder, "sdks", "enablex"));
