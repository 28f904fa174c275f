import { chmod, cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { dependencies, engines, exports, name, peerDependencies } from "../../package.json";
import { bundlePlugin } from "./plugin";

const root = join(__dirname, "..", "..");
const dist = join(root, "dist");

/** Completes the compiler's output in dist, and writes the plugin. */
async function main(): Promise<void> {
  await removeInternalTypes();
  await cp(join(root, "emulator/pages/assets"), join(dist, "emulator/pages/assets"), { recursive: true });
  await bundleDynamicProvider();
  const { files } = await bundlePlugin();
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  for (const command of ["dist/cli/main.js", "pulumi-resource-enablex"])
    await chmod(join(root, command), 0o755);
}

/**
 * Bundles the dynamic provider with the parts of zod that it uses. Pulumi loads it in each run, and the hundred files
 * would take 58 ms of processor time instead of 16.
 */
async function bundleDynamicProvider(): Promise<void> {
  const packages = Object.keys({ ...dependencies, ...peerDependencies, [name]: "" });
  await build({
    absWorkingDir: root,
    entryPoints: ["provider/dynamic.ts"],
    outfile: "dist/provider/dynamic.js",
    allowOverwrite: true,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: `node${engines.node.slice(2)}`,
    // Like the plugin, with names for stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 120,
    external: packages.filter((each) => each !== "zod"),
  });
}

/** Removes declarations that no entry point imports: six of seven files. */
async function removeInternalTypes(): Promise<void> {
  const used = new Set<string>();
  const visit = async (file: string): Promise<void> => {
    if (used.has(file)) return;
    used.add(file);
    for (const { fileName } of ts.preProcessFile(await readFile(file, "utf8")).importedFiles)
      if (fileName.startsWith(".")) await visit(`${join(dirname(file), fileName)}.d.ts`);
  };
  for (const entry of Object.values(exports))
    if (typeof entry === "object") await visit(join(root, entry.types));
  for (const name of await readdir(dist, { recursive: true })) {
    const file = join(dist, name);
    if (file.endsWith(".d.ts") && !used.has(file)) await rm(file);
  }
}

main();
