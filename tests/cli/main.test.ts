import assert from "node:assert/strict";
import { runCommand } from "../support/command";

describe("pulumi-enablex", () => {
  it("prints one line with the place in the code, and exits with code 2, if a command fails because of a bug", async () => {
    const NODE_OPTIONS = "--import=data:text/javascript,process.cwd=undefined";
    const { code, stdout, stderr } = await runCommand(["doctor"], { env: { NODE_OPTIONS } });
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /^error: pulumi-enablex failed because of a bug: process\.cwd is not a function at .*dist.cli.doctor.environment\.js:\d+:\d+\)\n$/,
    );
  });
});
