import assert from "node:assert/strict";
import axe, { type AxeResults } from "axe-core";
import { forEachPageState } from "./page-states";
import { closeBrowser, withBrowser } from "./with-browser";

after(closeBrowser);

describe("meeting pages: accessibility", () => {
  it("buttons move for whoever does not mind, and for nobody else", () =>
    withBrowser(async ({ open }) => {
      for (const [reducedMotion, moves] of [
        ["no-preference", true],
        ["reduce", false],
      ] as const) {
        const page = await open("/", { reducedMotion });
        const duration = await page.evaluate(
          "getComputedStyle(document.querySelector('button')).transitionDuration",
        );
        assert.equal(duration !== "0s", moves, reducedMotion);
      }
    }));

  const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
  for (const [name, look] of [
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["on a phone", { ...phone, colorScheme: "light" }],
    ["in a small window, as with large text", { viewport: { width: 640, height: 480 } }],
  ] as const) {
    it(`axe-core finds nothing, ${name}, and nothing lies beside the screen`, async () => {
      const found: string[] = [];
      // A colour on its way to another is no colour to judge.
      await forEachPageState({ reducedMotion: "reduce", ...look }, async (state, page) => {
        await page.evaluate(axe.source);
        const { violations } = (await page.evaluate("axe.run()")) as AxeResults;
        for (const { id, nodes } of violations) {
          found.push(`${state.name}: ${id}: ${nodes.map(({ html }) => html).join(" ")}`);
        }
        const beside = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        if (beside !== 0) found.push(`${state.name}: ${beside} pixels lie beside the screen`);
      });
      assert.deepEqual(found, []);
    });
  }
});
