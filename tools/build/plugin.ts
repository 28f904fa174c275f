import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { engines, version } from "../../package.json";
import { notices } from "./notices";

const root = join(__dirname, "..", "..");
/** Resolves packages as the SDK does, like `provider/sdk-require.ts` in a program. */
const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

/** The plugin's files in the package's folder, by name. */
export interface PluginFiles {
  files: Record<string, string>;
  /** The bundled modules, as paths in the repository. */
  modules: string[];
}

/** Bundles the plugin with everything that it requires into one file, which Node.js 20 and later run. */
export async function bundlePlugin(): Promise<PluginFiles> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["provider/plugin/main.ts"],
    outfile: NAME,
    bundle: true,
    platform: "node",
    format: "cjs",
    // An older Node.js must parse the file in order to run its first lines.
    target: "node10",
    banner: { js: refusal(engines.node) },
    // Never loaded: grpc uses the first for optional services, node-fetch the second on Node.js 14.
    external: ["@grpc/proto-loader", "web-streams-polyfill"],
    // Keep names for stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 120,
    legalComments: "external",
    sourcemap: "external",
    metafile: true,
    write: false,
    plugins: [withOwnSdk],
  });
  const modules = Object.keys(metafile.inputs);
  if (modules.includes("provider/sdk-require.ts"))
    throw new Error(
      "The bundle would need Pulumi's SDK at run time. Pass requireFromSdk only literal names in provider/.",
    );
  const textOf = (name: string) => outputFiles.find(({ path }) => path === join(root, name))?.text ?? "";
  return {
    files: {
      [NAME]: textOf(NAME),
      [`${NAME}.map`]: textOf(`${NAME}.map`),
      // Windows cannot run a file without an extension.
      [`${NAME}.cmd`]: `@node "%~dp0${NAME}" %*\r\n`,
      [`${NAME}.NOTICES.txt`]: await notices(modules, textOf(`${NAME}.LEGAL.txt`)),
    },
    modules,
  };
}

const NAME = "pulumi-resource-enablex";

/**
 * Resolves at build time what the sources look up at run time: packages of Pulumi's SDK, and this package's version.
 */
const withOwnSdk: Plugin = {
  name: "own-sdk",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]provider[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(
        /\brequireFromSdk\(\s*"([^"]+)",?\s*\)/g,
        (_, name) => `require(${JSON.stringify(sdk.resolve(name))})`,
      ),
      loader: "ts",
    }));
    onLoad({ filter: /[\\/]package\.json$/ }, ({ path }) =>
      path === join(root, "package.json")
        ? { contents: JSON.stringify({ version }), loader: "json" }
        : undefined,
    );
  },
};

/** Code that prints one line and exits if Node.js is too old. Any Node.js can parse and run it. */
function refusal(range: string): string {
  const [, major, minor] = /^>=(\d+)\.(\d+)\./.exec(range)!;
  return `"use strict";
if (!(function (v) { return v[0] > ${major} || (v[0] == ${major} && v[1] >= ${minor}); })(process.versions.node.split("."))) {
  console.error("pulumi-enablex needs Node.js ${major}.${minor} or later, but " + process.execPath + " is " + process.version + ". Install Node.js 22 or later, or put it first on PATH.");
  process.exitCode = 1;
  return;
}`;
}
