import { createRequire } from "node:module";

/**
 * Loads a package from the dependencies of Pulumi's SDK. Another copy may be installed, but the SDK's clients and
 * messages do not accept its objects. The build of the plugin resolves the calls itself, so they need literal names.
 */
export const requireFromSdk: NodeJS.Require = createRequire(require.resolve("@pulumi/pulumi/package.json"));
