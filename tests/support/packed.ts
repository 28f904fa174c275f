import { readFileSync, rmSync } from "node:fs";
import { cp, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { succeeds } from "../../tools/pulumi/run";
import { published } from "../../tools/release/manifest";

export const root = join(__dirname, "../..");

export const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  name: string;
  version: string;
  exports: Record<string, unknown>;
  typesVersions: { "*": Record<string, unknown> };
  bin: Record<string, string>;
  files: string[];
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};

/** The modules that programs can import: `pulumi-enablex`, `pulumi-enablex/emulator`, … */
export const entryPoints = Object.keys(manifest.exports)
  .filter((path) => path !== "./package.json")
  .map((path) => manifest.name + path.slice(1));

/** The package as npm packs it, in a temporary folder. */
export interface Packed {
  folder: string;
  tarball: string;
  /** Paths in the package. */
  files: string[];
}

let packed: Promise<Packed> | undefined;

/** Packs the existing build, once per process. */
export function pack(): Promise<Packed> {
  packed ??= packNow();
  return packed;
}

/** Packs a copy without scripts, because a build in this checkout would disturb other tests. */
async function packNow(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), "package-test-"));
  process.once("exit", () => rmSync(folder, { recursive: true }));
  const source = join(folder, "source");
  for (const name of [...manifest.files, "README.md", "LICENSE"])
    await cp(join(root, name), join(source, name), { recursive: true });
  await writeFile(join(source, "package.json"), JSON.stringify(published({ ...manifest })));
  const said = await succeeds("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: source,
  });
  const [report] = JSON.parse(said.stdout) as [{ filename: string; files: { path: string }[] }];
  return {
    folder,
    tarball: join(folder, report.filename),
    files: report.files.map(({ path }) => path),
  };
}

export { succeeds };
