import assert from "node:assert/strict";
import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { closeBrowser, withBrowser } from "../support/browser";
import { forEachPageState } from "./page-states";

after(closeBrowser);

describe("meeting pages: accessibility", () => {
  it("buttons have transitions unless the viewer prefers reduced motion", () =>
    withBrowser(async ({ open }) => {
      for (const [reducedMotion, hasTransition] of [
        ["no-preference", true],
        ["reduce", false],
      ] as const) {
        const page = await open("/", { reducedMotion });
        const duration = await page.evaluate(
          "getComputedStyle(document.querySelector('button')).transitionDuration",
        );
        assert.equal(duration !== "0s", hasTransition, reducedMotion);
      }
    }));

  /** Changes how an open page is shown. */
  type Variant = [name: string, apply: (page: Page) => Promise<void>];

  /** Visits every page state once, and checks each variant of the open page. */
  async function problems(options: object, variants: Variant[]): Promise<string[]> {
    const found: string[] = [];
    // Reduced motion, because axe-core would judge colours in the middle of a transition.
    await forEachPageState({ reducedMotion: "reduce", ...options }, async (state, page) => {
      await page.evaluate(axe.source);
      for (const [name, apply] of variants) {
        await apply(page);
        // Media queries and their listeners take effect with the next frame.
        await page.evaluate(
          "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))",
        );
        const { violations } = (await page.evaluate("axe.run()")) as AxeResults;
        for (const { id, nodes } of violations) {
          found.push(`${state.name}, ${name}: ${id}: ${nodes.map(({ html }) => html).join(" ")}`);
        }
        const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        if (overflow !== 0) found.push(`${state.name}, ${name}: ${overflow} pixels wider than the window`);
      }
    });
    return found;
  }

  it("no page has axe-core violations or overflows: light, dark, and in a small window as with large text", async () => {
    const variants: Variant[] = [
      ["light", async () => {}],
      ["dark", (page) => page.emulateMedia({ colorScheme: "dark" })],
      [
        "small window",
        async (page) => {
          await page.emulateMedia({ colorScheme: "light" });
          await page.setViewportSize({ width: 640, height: 480 });
        },
      ],
    ];
    assert.deepEqual(await problems({ colorScheme: "light" }, variants), []);
  });

  it("no page has axe-core violations or overflows on a phone", async () => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    assert.deepEqual(await problems({ ...phone, colorScheme: "light" }, [["phone", async () => {}]]), []);
  });
});
