import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { version } from "../../package.json";

/** Named as in the releases of Pulumi's providers. */
const NAME = `pulumi-enablex_${version}_checksums.txt`;

/** Writes the SHA-256 of each file in a folder to one file there, in the format of `sha256sum`. */
export async function writeChecksums(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && entry.name !== NAME).map(({ name }) => name);
  const lines = await Promise.all(
    names.sort().map(async (name) => {
      const hash = createHash("sha256").update(await readFile(join(folder, name)));
      return `${hash.digest("hex")}  ${name}\n`;
    }),
  );
  const file = join(folder, NAME);
  await writeFile(file, lines.join(""));
  return file;
}
