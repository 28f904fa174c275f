import assert from "node:assert/strict";
import * as dynamic from "../../provider/dynamic";

describe("bug in the package", () => {
  it("is reported with its place in the code in the dynamic form", async () => {
    const error = await dynamic
      .update("60af1c2e5f8b9a0012345678", {}, null as never)
      .catch((thrown) => thrown);
    assert.match(error.message, /^pulumi-enablex failed because of a bug: .* at .*dynamic\.ts:\d+:\d+/);
    assert.equal(error.stack, error.message);
  });

  it("is not confused with an error for the user", async () => {
    const error = await dynamic.create({ participants: 2, account: "eu" }).catch((thrown) => thrown);
    assert.match(error.message, /^enablex:accounts /);
  });
});
