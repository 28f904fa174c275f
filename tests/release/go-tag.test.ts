import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { succeeds } from "../../tools/pulumi/run";
import { tagGoSdk } from "../../tools/release/go-tag";
import { repository } from "../../tools/release/repository";

const { version } = require("../../package.json");

describe("release: the SDK for Go", () => {
  it("gets a tag from which Go downloads it; checkout and branch stay unchanged", async () => {
    const folder = await mkdtemp(join(tmpdir(), "go-tag-test-"));
    try {
      const checkout = join(folder, "checkout");
      const sdk = join(folder, "sdk");
      await mkdir(join(sdk, "enablex"), { recursive: true });
      await writeFile(join(sdk, "go.mod"), `module ${repository.goModule}\n\ngo 1.21\n`);
      await writeFile(join(sdk, "enablex", "doc.go"), "package enablex\n");
      await mkdir(checkout);
      const git = async (...args: string[]) => (await succeeds("git", args, { cwd: checkout })).stdout;
      await git("init", "--quiet");
      await git("config", "user.name", "Test");
      await git("config", "user.email", "test@example.com");
      await writeFile(join(checkout, ".gitignore"), "*.go\n");
      await git("add", ".");
      await git("commit", "--quiet", "--message", "first");
      const head = await git("rev-parse", "HEAD");

      const tag = await tagGoSdk(sdk, checkout);
      assert.equal(tag, `sdk/go/v${version}`);
      assert.equal(await git("rev-parse", "HEAD"), head);
      assert.equal(await git("rev-parse", `${tag}~1`), head);
      assert.equal(await git("status", "--porcelain"), "");

      const { stdout } = await succeeds(
        "go",
        ["mod", "download", "-json", `${repository.goModule}@v${version}`],
        {
          cwd: folder,
          env: {
            ...process.env,
            GOPROXY: "direct",
            GONOSUMDB: "*",
            GOFLAGS: "-modcacherw",
            GOMODCACHE: join(folder, "modules"),
            // Use the checkout instead of the repository on GitHub.
            GIT_CONFIG_COUNT: "1",
            GIT_CONFIG_KEY_0: `url.${pathToFileURL(checkout).href}.insteadOf`,
            GIT_CONFIG_VALUE_0: repository.url,
          },
        },
      );
      assert.equal(JSON.parse(stdout).Version, `v${version}`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
