import assert from "node:assert/strict";
import { parse } from "yaml";
import { pages } from "./pages";

describe("documentation: Pulumi Registry pages", () => {
  for (const path of ["docs/_index.md", "docs/installation-configuration.md"]) {
    const { text } = pages().find((page) => page.path === path)!;

    it(`${path} has the front matter that the Registry requires`, () => {
      const [, front = ""] = /^---\n(.*?)^---\n/ms.exec(text) ?? [];
      const { title, meta_desc, layout, ...others } = parse(front);
      assert.match(title, /^EnableX/);
      assert.ok(meta_desc.length > 20);
      assert.equal(layout, "package");
      assert.deepEqual(others, {});
    });

    it(`${path} has a tab for each language of its choosers`, () => {
      const choosers = [...text.matchAll(/\{\{< chooser language "(.*?)" >\}\}(.*?)\{\{< \/chooser >\}\}/gs)];
      assert.equal(choosers.length, 1);
      for (const [, languages, tabs = ""] of choosers) {
        const tab = /\{\{% choosable language (\w+) %\}\}\n\n```\w+\n.*?```\n\n\{\{% \/choosable %\}\}/gs;
        assert.equal([...tabs.matchAll(tab)].map(([, language]) => language).join(), languages);
      }
    });
  }
});
