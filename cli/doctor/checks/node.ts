import type { Check } from "../check";
import { failure, ok } from "../finding";
import { isAtLeast, oldestNode } from "../versions";

/** Whether Node.js is new enough. */
export const node: Check = {
  title: "Node.js",
  run({ environment: { nodeVersion, platform } }) {
    if (isAtLeast(nodeVersion, oldestNode)) return ok(nodeVersion);
    return failure(
      `${nodeVersion} is too old: ${oldestNode} or later is required; see https://nodejs.org`,
      platform === "win32" ? "winget install OpenJS.NodeJS.LTS" : "nvm install --lts",
    );
  },
};
