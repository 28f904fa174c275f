import { readFile } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** A project, as its file describes it. */
export interface Project {
  /** Where the file stands. */
  folder: string;
  /** Its name, such as `Pulumi.yaml`. */
  file: string;
  name?: string;
  /** Such as `nodejs` or `yaml`. */
  runtime: string;
  /** Where Pulumi runs the program, and looks for what a dynamic provider loads. */
  programFolder: string;
  /** Whether the file says where plugins of packages lie, of this one or another. */
  hasPackages: boolean;
  /** Where the project takes the plugin of this package from: a folder or an address. */
  pluginSource?: string;
}

/** The project of a folder: that of the nearest file in it or above it, where Pulumi looks for it too. */
export async function findProject(start: string): Promise<Project | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    for (const name of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"]) {
      const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
      if (text !== undefined) return readProject(folder, name, text);
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** What Pulumi reads of an entry, in both ways of writing it; what is wrong with one, Pulumi itself says. */
const projectFile = z.object({
  name: z.string().optional().catch(undefined),
  runtime: z
    .union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
    .catch("nodejs"),
  main: z.string().catch(""),
  packages: z
    .object({
      enablex: z
        .union([z.string(), z.object({ source: z.string() }).transform(({ source }) => source)])
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  plugins: z
    .object({ providers: z.array(z.object({ name: z.string(), path: z.string().optional() })) })
    .optional()
    .catch(undefined),
});

function readProject(folder: string, file: string, text: string): Project {
  const content = parsed(text);
  const { name, runtime, main, packages, plugins } = projectFile.parse(content);
  return {
    folder,
    file,
    name,
    runtime,
    programFolder: resolve(folder, extname(main) ? dirname(main) : main),
    hasPackages: Object.hasOwn(content, "packages"),
    pluginSource: packages?.enablex ?? plugins?.providers.find((each) => each.name === "enablex")?.path,
  };
}

function parsed(text: string): object {
  try {
    const file: unknown = parse(text);
    return typeof file === "object" && file !== null ? file : {};
  } catch {
    return {};
  }
}
