const { engines, peerDependencies } = require("pulumi-enablex/package.json") as {
  engines: { node: string };
  peerDependencies: { "@pulumi/pulumi": string };
};

const oldestOf = (range: string): string => /\d+\.\d+\.\d+/.exec(range)![0];

export const oldestNode = oldestOf(engines.node);
/** For both `@pulumi/pulumi` and the command `pulumi`. */
export const oldestPulumi = oldestOf(peerDependencies["@pulumi/pulumi"]);

export function isAtLeast(version: string, oldest: string): boolean {
  const [a, b] = [version, oldest].map((text) => text.split(/[.-]/).map(Number));
  for (const i of [0, 1, 2]) if (a![i] !== b![i]) return a![i]! > b![i]!;
  return true;
}
