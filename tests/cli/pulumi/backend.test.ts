import assert from "node:assert/strict";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { folderOf } from "../../../cli/pulumi/backend";

const { homedir: home } = userInfo();

describe("the folder of a backend in files", () => {
  for (const [backend, folder] of [
    ["file://~", home],
    ["file://~/states", join(home, "states")],
    ["file://./states", resolve("states")],
    ["file:///var/lib/states", resolve("/var/lib/states")],
    ["file:///var/lib/states?no_tmp_dir=true", resolve("/var/lib/states")],
  ] as const) {
    it(`is found for ${backend}`, () => assert.equal(folderOf(backend), folder));
  }
});
