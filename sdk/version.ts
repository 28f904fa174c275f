const { version } = require("pulumi-enablex/package.json") as { version: string };

/** The package's version, by which the engine finds the plugin that belongs to it. */
export const packageVersion = version;
