import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { succeeds } from "../../tools/pulumi/run";
import { archive, releaseFolder } from "../../tools/release/archive";
import { ownPlatform } from "../../tools/release/platforms";
import { processCases } from "../plugin/process-cases";
import { startProcess } from "../support/plugin";

/** The release workflow runs this on each platform; it needs no engine. */
describe("release: the executable for this platform", () => {
  let folder: string;
  before(async () => {
    const file = await archive(ownPlatform!);
    folder = await mkdtemp(join(releaseFolder, "test-"));
    await succeeds("tar", ["-xzf", file], { cwd: folder });
  });
  after(() => rm(folder, { recursive: true }));

  const command = () => join(folder, `pulumi-resource-enablex${process.platform === "win32" ? ".exe" : ""}`);

  // No node on PATH, and an option that Node.js would not accept.
  const env = { PATH: "/nonexistent", NODE_OPTIONS: "--no-such-option" };
  processCases((args, own) => startProcess(args, { ...env, ...own }, command()));

  it("is archived with the licences of the package, the bundled packages and Node.js", async () => {
    assert.equal((await readdir(folder)).length, 4);
    const read = (name: string) => readFile(join(folder, name), "utf8");
    assert.match(await read("LICENSE"), /Apache License/);
    assert.match(await read("NOTICES.txt"), /@grpc\/grpc-js .*, Apache-2\.0/);
    assert.match(await read("NODE_LICENSE.txt"), /^Node\.js is licensed for use as follows/);
  });
});
