import assert from "node:assert/strict";
import * as dynamic from "../../provider/dynamic";

describe("a mistake in the package itself", () => {
  it("is told with its place in the dynamic form, which shows no stack", async () => {
    const error = await dynamic
      .update("60af1c2e5f8b9a0012345678", {}, null as never)
      .catch((thrown) => thrown);
    assert.match(
      error.message,
      /^pulumi-enablex failed by a mistake of its own: .* at .*dynamic\.ts:\d+:\d+/,
    );
    assert.equal(error.stack, error.message);
  });

  it("is not seen in a sentence for the user", async () => {
    const error = await dynamic.create({ participants: 2, account: "eu" }).catch((thrown) => thrown);
    assert.match(error.message, /^enablex:accounts /);
  });
});
