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
  /** Whether the file says where the program is. */
  hasMain: boolean;
  /** Of a program in Python, the folder of its virtual environment, as it is written. */
  virtualEnvironment?: string;
  /** Where Pulumi runs the program, and looks for what a dynamic provider loads. */
  programFolder: string;
  /** Whether the file says where plugins of packages lie, of this one or another. */
  hasPackages: boolean;
  /** Where the project takes the plugin of this package from. */
  plugin?: PluginSource;
}

/** What an entry of a project names as the source of a plugin. */
export interface PluginSource {
  kind: "folder" | "repository" | "registry";
  /** As it is written, and for a folder as an absolute path. */
  location: string;
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
 * Pulumi's own rule for an entry of `packages`. It takes a relative path that does not begin with a dot, such as
 * `node_modules/pulumi-enablex`, for a publisher and a name in the Registry.
 */
function kindOf(source: string): PluginSource["kind"] {
  if (/^(\.\/|\.\.|\/)/.test(source)) return "folder";
  // A scheme, or a first part that looks like a host.
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
