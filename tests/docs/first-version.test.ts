import assert from "node:assert/strict";
import { pages } from "./pages";
import { linesOf } from "./shell";

const sentence = "No version is on npm yet";
const all = pages().filter(({ path }) => path !== "CONTRIBUTING.md");

describe("documentation: before the first release", () => {
  for (const page of all.filter((page) =>
    linesOf(page).some(({ text }) => text === "npm install pulumi-enablex"),
  ))
    it(`the page with npm install says that no version is on npm yet: ${page.path}`, () => {
      assert.ok(page.text.includes(sentence));
      assert.ok(page.text.includes("npm pack"));
    });

  it("the release steps name each page that says that no version is on npm yet", () => {
    const { text } = pages().find(({ path }) => path === "CONTRIBUTING.md")!;
    const [step] = text.split("\n## Releasing\n")[1]!.split("\n2. ");
    const pagesThatSaySo = all.filter((page) => page.text.includes(sentence)).map(({ path }) => path);
    assert.ok(pagesThatSaySo.includes("docs/installation-configuration.md"));
    for (const path of pagesThatSaySo)
      assert.ok(step!.includes(path.replace(/^README\.md$/, "README")), path);
  });
});
