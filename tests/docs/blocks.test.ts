import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf, pages, root } from "./pages";

/** What a test does with the blocks of each language. `text` is what something prints. */
const whatIsDone: Record<string, string> = {
  ts: "compiles them",
  yaml: "reads them, and deploys those that are projects",
  json: "writes them where the page says",
  sh: "types their lines",
  bash: "types their lines",
  console: "types their lines",
  powershell: "reads them, and does what they say",
  python: "deploys the example that they are",
  go: "deploys the example that they are",
  text: "",
};

const programs: Record<string, string> = { python: "rooms-python/__main__.py", go: "rooms-go/main.go" };

describe("the blocks of the documentation", () => {
  const blocks = pages().flatMap(blocksOf);

  it("are in languages of which a test makes sure", () => {
    assert.notEqual(blocks.length, 0);
    assert.deepEqual(
      blocks
        .filter(({ language }) => !(language in whatIsDone))
        .map(({ page, line }) => `${page}, line ${line}`),
      [],
    );
  });

  for (const { page, line, language, text } of blocks.filter(({ language }) => language in programs))
    it(`are the example that is deployed: ${page}, line ${line}`, () => {
      assert.equal(text, readFileSync(join(root, "examples", programs[language]!), "utf8"));
    });
});
