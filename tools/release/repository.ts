const { repository: declared } = require("../../package.json") as { repository: { url: string } };
const [, path = "", owner = ""] = /github\.com\/(([^/]+)\/[^/]+?)(\.git)?$/.exec(declared.url) ?? [];

/**
 * The repository on GitHub. Only package.json has its address, and everything else follows from it. Until the repository
 * exists, its owner there is `your_organization`, which nobody can register because of the underscore.
 */
export const repository = {
  /** `<owner>/<name>` */
  path,
  owner,
  url: `https://github.com/${path}`,
  /** The SDK for Go is in this folder of the repository, with tags such as `sdk/go/v0.1.0`. */
  goModule: `github.com/${path}/sdk/go`,
};
