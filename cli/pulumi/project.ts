import { readFile } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

export interface Project {
  /** Folder of the project file. */
  folder: string;
  /** Such as `Pulumi.yaml`. */
  file: string;
  name?: string;
  /** Such as `nodejs` or `yaml`. */
  runtime: string;
  /** Whether the file has a `main`. */
  hasMain: boolean;
  /** Folder of a Python program's virtual environment, as written. */
  virtualEnvironment?: string;
  /** Where Pulumi runs the program and loads dynamic providers. */
  programFolder: string;
  /** Whether the file has `packages`. */
  hasPackages: boolean;
  /** Whether the file has `plugins`. */
  hasPlugins: boolean;
  /** Source of this package's plugin. */
  plugin?: PluginSource;
}

export interface PluginSource {
  kind: "folder" | "repository" | "registry";
  /** As written; absolute for a folder. */
  location: string;
}

/** Finds the nearest project file in a folder or its parents, as Pulumi does. */
export async function findProject(start: string): Promise<Project | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    for (const name of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"]) {
      const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
      if (text !== undefined) return readProject(folder, name, text);
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** Tolerant of invalid entries, because Pulumi itself reports them. */
const projectFile = z.object({
  name: z.string().optional().catch(undefined),
  runtime: z
    .union([
      z.string().transform((name) => ({ name, options: undefined })),
      z.object({
        name: z.string(),
        options: z.object({ virtualenv: z.string().optional() }).optional().catch(undefined),
      }),
    ])
    .catch({ name: "nodejs", options: undefined }),
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
  const content = parseYaml(text);
  const { name, runtime, main, packages, plugins } = projectFile.parse(content);
  return {
    folder,
    file,
    name,
    runtime: runtime.name,
    hasMain: main !== "",
    virtualEnvironment: runtime.options?.virtualenv,
    programFolder: resolve(folder, extname(main) ? dirname(main) : main),
    hasPackages: Object.hasOwn(content, "packages"),
    hasPlugins: Object.hasOwn(content, "plugins"),
    plugin: pluginOf(
      folder,
      packages?.enablex,
      plugins?.providers.find(({ name }) => name === "enablex")?.path,
    ),
  };
}

function pluginOf(
  folder: string,
  source: string | undefined,
  path: string | undefined,
): PluginSource | undefined {
  const kind = source === undefined ? "folder" : kindOf(source);
  const location = source ?? path;
  if (location === undefined) return undefined;
  return { kind, location: kind === "folder" ? resolve(folder, location) : location };
}

/**
 * Pulumi's own rule for an entry of `packages`. It treats a relative path without a leading dot, such as
 * `node_modules/pulumi-enablex`, as a publisher and name in the Registry.
 */
function kindOf(source: string): PluginSource["kind"] {
  if (/^(\.\/|\.\.|\/)/.test(source)) return "folder";
  // A scheme, or a first segment that looks like a host.
  if (/^[\w+.-]+:\/\/|^git@|^[^./\\][^/\\]*\.[a-z]+\//i.test(source)) return "repository";
  const part = "[a-z0-9-][\\w.-]*[a-z0-9]";
  return new RegExp(`^(${part}/){0,2}${part}(@v?\\d[\\w.+-]*)?$`, "i").test(source) ? "registry" : "folder";
}

function parseYaml(text: string): object {
  try {
    const file: unknown = parse(text);
    return typeof file === "object" && file !== null ? file : {};
  } catch {
    return {};
  }
}
