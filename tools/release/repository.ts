const { repository: declared } = require("../../package.json") as { repository: { url: string } };
const [, path = "", owner = ""] = /github\.com\/(([^/]+)\/[^/]+?)(\.git)?$/.exec(declared.url) ?? [];

/**
 * The repository on GitHub, with the address in package.json. Until the repository exists, the owner is the placeholder
 * `your_organization`, which nobody can register because of the underscore.
 */
export const repository = {
  /** `<owner>/<name>` */
  path,
  owner,
  url: `https://github.com/${path}`,
  /** The SDK for Go is in this folder of the repository, with tags such as `sdk/go/v0.1.0`. */
  goModule: `github.com/${path}/sdk/go`,
};
