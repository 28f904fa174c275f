import { homedir } from "node:os";
import { join } from "node:path";

/** The cache of built and downloaded engines, outside the checkout: `$XDG_CACHE_HOME/pulumi-enablex`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base =
    env.XDG_CACHE_HOME || (process.platform === "win32" && env.LOCALAPPDATA) || join(homedir(), ".cache");
  return join(base, "pulumi-enablex");
}
