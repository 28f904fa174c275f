import { createRequire } from "node:module";

/**
 * Loads a package that Pulumi's SDK depends on, in the very copy that the SDK has. There may be another one, of another
 * version, and the SDK's clients and messages take no object of that.
 */
export const requireFromSdk: NodeJS.Require = createRequire(require.resolve("@pulumi/pulumi/package.json"));
