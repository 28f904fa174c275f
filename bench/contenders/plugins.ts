import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { type GoTool, goBuild } from "../../tools/pulumi/go-build";
import { Unavailable } from "../contender";

/** Provides the folder of a plugin, for which it may use an empty folder. */
export type Plugin = (folder: string) => Promise<string>;

export const root = join(__dirname, "..", "..");
const name = "pulumi-resource-enablex";

/** The plugin built in this checkout. */
export const ourPlugin: Plugin = async () => root;

/** A plugin for Node.js that does nothing, as one file. */
export const nodeFloor: Plugin = async (folder) => {
  const outfile = join(folder, name);
  const entryPoints = [join(root, "bench/peers/node-floor.js")];
  await mkdir(folder);
  await build({ entryPoints, outfile, bundle: true, platform: "node", minifyWhitespace: true });
  await chmod(outfile, 0o755);
  return folder;
};

const goTool: GoTool = {
  folder: "../../bench/peers/go-floor",
  commands: { [name]: "." },
  version: "3.259.0",
  versionVariable: "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
};

/** A plugin that does nothing, with Pulumi's SDK for Go. */
export const goFloor: Plugin = async () => {
  const built = await goBuild(goTool, console.error);
  if ("why" in built) throw new Unavailable(built.why);
  return built.folder;
};
