import { existsSync, statSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { version } from "../../package.json";
import { succeeds } from "../pulumi/run";
import { fetchNode } from "./node";
import { ownPlatform, type Platform, platforms } from "./platforms";

const root = join(__dirname, "..", "..");
const PLUGIN = "pulumi-resource-enablex";

/** The folder with everything that a release publishes, except the npm package. */
export const releaseFolder = join(root, "dist-release");

/** The name of the file that Pulumi's engine requests from a server. */
export const archiveName = ({ os, arch }: Pick<Platform, "os" | "arch">) =>
  `${PLUGIN}-v${version}-${os}-${arch}.tar.gz`;

/**
 * Archives the plugin as an executable that contains Node.js, with all licences. Reuses an archive that is newer than
 * the built plugin.
 *
 * @returns the archive's path
 */
export async function archive(platform: Platform): Promise<string> {
  const file = join(releaseFolder, archiveName(platform));
  const plugin = join(root, PLUGIN);
  if (existsSync(file) && statSync(file).mtimeMs > statSync(plugin).mtimeMs) return file;
  await mkdir(releaseFolder, { recursive: true });
  const work = await mkdtemp(join(releaseFolder, "building-"));
  try {
    const content = join(work, "content");
    await mkdir(content);
    await buildExecutable(platform, content, work);
    await copyFile(join(root, "LICENSE"), join(content, "LICENSE"));
    await copyFile(`${plugin}.NOTICES.txt`, join(content, "NOTICES.txt"));
    // The npm package of Node.js for Windows has no licence text.
    const node = await fetchNode(platform.os === "windows" ? platforms[0]! : platform);
    await copyFile(join(node, "LICENSE"), join(content, "NODE_LICENSE.txt"));
    await succeeds("tar", ["-czf", "archive", "-C", "content", "."], { cwd: work });
    await rename(join(work, "archive"), file);
    return file;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Whether this machine can build a platform's executable. macOS requires a signature, and only macOS can sign. */
export const canBuild = ({ os }: Platform): boolean => os !== "darwin" || process.platform === "darwin";

async function buildExecutable(platform: Platform, folder: string, work: string): Promise<void> {
  if (!ownPlatform)
    throw new Error(`tools/release/platforms.ts has no Node.js for ${process.platform} ${process.arch}.`);
  const output = join(folder, executable(platform, PLUGIN));
  const config = {
    main: join(root, PLUGIN),
    executable: await nodeOf(platform),
    output,
    disableExperimentalSEAWarning: true,
    // Ignore NODE_OPTIONS, which is for the program's Node.js.
    execArgvExtension: "none",
  };
  const configFile = join(work, "config.json");
  await writeFile(configFile, JSON.stringify(config));
  await succeeds(await nodeOf(ownPlatform), ["--build-sea", configFile]);
  if (platform.os === "darwin") await succeeds("codesign", ["--force", "--sign", "-", output]);
}

const nodeOf = async (platform: Platform) =>
  join(await fetchNode(platform), "bin", executable(platform, "node"));

const executable = ({ os }: Platform, name: string) => (os === "windows" ? `${name}.exe` : name);
