import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { succeeds } from "../pulumi/run";

const root = join(__dirname, "..", "..");
const { version } = require("../../package.json") as { version: string };

/**
 * Commits the SDK for Go on top of HEAD, as `sdk/go`, and tags that commit. Changes neither the checkout nor a branch.
 *
 * @param sdk folder of the Go module
 * @returns the tag to push
 */
export async function tagGoSdk(sdk: string, checkout = root): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), "go-tag-"));
  const git = async (index: string, ...args: string[]) => {
    const env = { ...process.env, GIT_INDEX_FILE: join(scratch, index) };
    return (await succeeds("git", args, { cwd: checkout, env })).stdout.trim();
  };
  try {
    // `--force` includes files that the repository ignores.
    await git("module", `--work-tree=${sdk}`, "add", "--force", "--all", ".");
    const module = await git("module", "write-tree");
    await git("all", "read-tree", "HEAD");
    await git("all", "read-tree", "--prefix=sdk/go/", module);
    const tree = await git("all", "write-tree");
    const commit = await git("all", "commit-tree", tree, "-p", "HEAD", "-m", `sdk/go: version ${version}`);
    const tag = `sdk/go/v${version}`;
    await git("all", "tag", tag, commit);
    return tag;
  } finally {
    await rm(scratch, { recursive: true });
  }
}

if (require.main === module)
  tagGoSdk(join(root, "dist-release", "sdk-go")).then(
    (tag) => console.log(`Publish the SDK for Go: git push origin ${tag}`),
    (error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
