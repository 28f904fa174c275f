import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/**
 * The licences of the bundled packages.
 *
 * @param modules the bundled modules, as paths in the repository
 * @param legalComments further notices, from comments in the modules
 */
export async function notices(modules: string[], legalComments: string): Promise<string> {
  const folders = new Set(
    modules.flatMap((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const sections = await Promise.all([...folders].sort().map(section));
  return [
    "pulumi-resource-enablex contains these packages, under their licences. dist/provider/dynamic.js contains zod.\n",
    ...sections,
    `${RULE}Notices in single files\n${RULE}\n${legalComments.trim()}\n`,
  ].join("\n");
}

const RULE = `${"-".repeat(80)}\n`;

async function section(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
  const read = (file: string) => readFile(join(root, folder, file), "utf8");
  const files = (await readdir(join(root, folder))).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = await Promise.all(files.sort().map(read));
  if (texts.length === 0) {
    const [, text] = (await read("README.md")).split(/^#+ Licen[cs]e$|^Licen[cs]e\n-+$/im);
    if (text === undefined) throw new Error(`${folder} has no licence text.`);
    texts.push(text);
  }
  return `${RULE}${name} ${version}, ${license}\n${RULE}\n${texts.map((text) => text.trim()).join("\n\n")}\n`;
}
