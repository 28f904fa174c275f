import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathOfPulumi } from "../../../cli/pulumi/command";

describe("the PATH on which pulumi is searched", () => {
  it("excludes the commands of packages, unless pulumi is nowhere else", async () => {
    const folder = await mkdtemp(join(tmpdir(), "path-"));
    const [packages, users, empty] = ["a/node_modules/.bin", "bin", "empty"].map((name) =>
      join(folder, name),
    );
    try {
      for (const each of [packages!, users!, empty!]) await mkdir(each, { recursive: true });
      const command = process.platform === "win32" ? "pulumi.exe" : "pulumi";
      for (const each of [packages!, users!]) await writeFile(join(each, command), "");
      const path = (...folders: (string | undefined)[]) => folders.join(delimiter);
      assert.equal(pathOfPulumi(path(packages, empty, users)), path(empty, users));
      assert.equal(pathOfPulumi(path(packages, empty)), path(packages, empty));
      assert.equal(pathOfPulumi(undefined), "");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
