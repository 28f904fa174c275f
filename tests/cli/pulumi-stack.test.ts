import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { isOwnProvider, pathOfPulumi, type StateResource, servedByOwn } from "../../cli/pulumi-stack";

describe("where the command pulumi is looked for", () => {
  it("is everywhere but among the commands of packages, unless it is nowhere else", async () => {
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

describe("a provider in a state", () => {
  const provider = (name: string, given: Partial<StateResource> = {}): StateResource => ({
    urn: `urn:pulumi:dev::rooms::pulumi:providers:enablex::${name}`,
    type: "pulumi:providers:enablex",
    id: "p1",
    ...given,
  });
  const parent = "urn:pulumi:dev::rooms::pulumi:pulumi:Stack::rooms-dev";

  it("is the program's own if it belongs to something, whatever its name is", () => {
    for (const own of [
      provider("default_eu", { parent }),
      provider("default_0_1_0", { parent }),
      provider("eu"),
    ])
      assert.ok(isOwnProvider(own), own.urn);
    for (const engines of [provider("default"), provider("default_0_1_0")])
      assert.ok(!isOwnProvider(engines), engines.urn);
  });

  it("serves the resources that name it", () => {
    const [own, engines] = [provider("default_eu", { parent }), provider("default_0_1_0")];
    const isOfOwn = servedByOwn([own, engines]);
    const room = (by?: string) => ({ urn: "…::a", type: "enablex:index:Room", provider: by });
    assert.deepEqual(
      [`${own.urn}::p1`, `${engines.urn}::p1`, undefined].map((by) => isOfOwn(room(by))),
      [true, false, false],
    );
  });
});
