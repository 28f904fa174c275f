const { version } = require("pulumi-enablex/package.json") as { version: string };

/** The package's version, by which the engine chooses the plugin. */
export const packageVersion = version;
