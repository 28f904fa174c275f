import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../pulumi/cache";
import { succeeds } from "../pulumi/run";
import { nodeVersion, type Platform } from "./platforms";

/**
 * Downloads the npm package that contains Node.js for a platform. Later calls use the cache.
 *
 * @returns the package's folder, with `bin/node` or `bin/node.exe`, and with `LICENSE` except for Windows
 * @throws Error if the package's hash is not its `integrity`
 */
export async function fetchNode({ node, integrity }: Platform): Promise<string> {
  const home = join(cacheFolder(), `node-${nodeVersion}`);
  const folder = join(home, node);
  if (existsSync(folder)) return folder;
  await mkdir(home, { recursive: true });
  const work = await mkdtemp(join(home, "fetching-"));
  try {
    await npm("pack", `${node}@${nodeVersion}`, "--silent", "--pack-destination", work);
    const tarball = `${node}-${nodeVersion}.tgz`;
    const hash = createHash("sha512").update(await readFile(join(work, tarball)));
    if (`sha512-${hash.digest("base64")}` !== integrity)
      throw new Error(
        `${tarball} from npm does not have the integrity that tools/release/platforms.ts expects.`,
      );
    await succeeds("tar", ["-xzf", tarball], { cwd: work });
    for (const unused of ["include", "share"])
      await rm(join(work, "package", unused), { recursive: true, force: true });
    // Another process may have downloaded it at the same time.
    await rename(join(work, "package"), folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Runs npm's own script if possible, because Windows cannot start the command npm without a shell. */
const npm = (...args: string[]) => {
  const { npm_execpath: script } = process.env;
  return script ? succeeds(process.execPath, [script, ...args]) : succeeds("npm", args);
};
