import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf, pages, root } from "./pages";

/** What the tests do with the blocks of each language. `text` is output. */
const whatIsDone: Record<string, string> = {
  ts: "compiles them",
  yaml: "parses them, and deploys those that are projects",
  json: "writes them to the file that the page names",
  sh: "runs their lines",
  bash: "runs their lines",
  console: "runs their lines",
  powershell: "parses them, and runs the equivalent lines in bash",
  python: "compares them with an example that is deployed",
  go: "compares them with an example that is deployed",
  text: "",
};

const programs: Record<string, string> = { python: "rooms-python/__main__.py", go: "rooms-go/main.go" };

describe("documentation: code blocks", () => {
  const blocks = pages().flatMap(blocksOf);

  it("every code block is in a language that is tested", () => {
    assert.notEqual(blocks.length, 0);
    assert.deepEqual(
      blocks
        .filter(({ language }) => !(language in whatIsDone))
        .map(({ page, line }) => `${page}, line ${line}`),
      [],
    );
  });

  for (const { page, line, language, text } of blocks.filter(({ language }) => language in programs))
    it(`the code block matches the deployed example: ${page}, line ${line}`, () => {
      assert.equal(text, readFileSync(join(root, "examples", programs[language]!), "utf8"));
    });
});
