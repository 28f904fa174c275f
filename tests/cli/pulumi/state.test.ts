import assert from "node:assert/strict";
import { isExplicitProvider, type StateResource, usesExplicitProvider } from "../../../cli/pulumi/state";

describe("a provider in a state", () => {
  const provider = (name: string, given: Partial<StateResource> = {}): StateResource => ({
    urn: `urn:pulumi:dev::rooms::pulumi:providers:enablex::${name}`,
    type: "pulumi:providers:enablex",
    id: "p1",
    ...given,
  });
  const parent = "urn:pulumi:dev::rooms::pulumi:pulumi:Stack::rooms-dev";

  it("is explicit if it has a parent, whatever its name is", () => {
    for (const own of [
      provider("default_eu", { parent }),
      provider("default_0_1_0", { parent }),
      provider("eu"),
    ])
      assert.ok(isExplicitProvider(own), own.urn);
    for (const engines of [provider("default"), provider("default_0_1_0")])
      assert.ok(!isExplicitProvider(engines), engines.urn);
  });

  it("is used by the resources that name it", () => {
    const [own, engines] = [provider("default_eu", { parent }), provider("default_0_1_0")];
    const isOfOwn = usesExplicitProvider([own, engines]);
    const room = (by?: string) => ({ urn: "…::a", type: "enablex:index:Room", provider: by });
    assert.deepEqual(
      [`${own.urn}::p1`, `${engines.urn}::p1`, undefined].map((by) => isOfOwn(room(by))),
      [true, false, false],
    );
  });
});
