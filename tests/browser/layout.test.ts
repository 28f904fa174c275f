import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type BrowserFixture, closeBrowser, until, withBrowser } from "../support/browser";
import { createRoom, roomWith, type Send } from "../support/emulator";
import { enter, inside, waitForRefresh } from "./actions";

after(closeBrowser);

const longName = "A paragraph that somebody pasted where the name of a room belongs. ".repeat(12);
const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** Creates a room for 50 with this many people inside. */
async function roomWithPeople({ emulator, send }: BrowserFixture, people: number): Promise<string> {
  const id = await createRoom(send, { participants: 50 });
  for (let i = 0; i < people; i++) emulator.join(id, { name: `Person number ${i}` });
  return id;
}

const roomNamed = async (send: Send, name: string) =>
  (await send("POST", "/rooms", { ...roomWith(), name, owner_ref: name })).json.room.room_id as string;

const boxes = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((elements) =>
    elements.map((element) => {
      const { top, bottom, left, right } = element.getBoundingClientRect();
      return { top, bottom, left, right };
    }),
  );

describe("meeting page: many people", () => {
  for (const [name, query] of [
    ["in tiles of equal size", ""],
    ["with a large tile", "&grid_view=leader"],
    ["without the list of people", "&user_list_participant=no"],
  ] as const) {
    it(`twenty tiles fit a desktop window above the buttons, ${name}`, () =>
      withBrowser(async (fixture) => {
        const page = await fixture.open(
          `/${await roomWithPeople(fixture, 19)}?name=Ada&landing=no${query}`,
          desktop,
        );
        await page.locator(".tiles li").nth(19).waitFor();
        // Large enough for a name, once the page has drawn them all.
        const isLargeEnough = async () =>
          (await boxes(page, ".tiles li")).every(
            ({ top, bottom, left, right }) => bottom - top > 40 && right - left > 80,
          );
        await until(isLargeEnough);
        const tiles = await boxes(page, ".tiles li");
        const [toolbar] = await boxes(page, ".toolbar");
        assert.equal(tiles.length, 20);
        for (const { top, bottom, left, right } of tiles) {
          assert.ok(top >= 0 && bottom <= toolbar!.top && left >= 0 && right <= 1280);
        }
        assert.equal(await page.evaluate("document.documentElement.scrollHeight - innerHeight"), 0);
      }));
  }

  it("the list of 41 people scrolls with the keyboard and keeps its position", () =>
    withBrowser(async (fixture) => {
      const page = await fixture.open(`/${await roomWithPeople(fixture, 40)}?name=Ada&landing=no`, desktop);
      await inside(page);
      const list = page.locator(".people ul");
      const [box] = await boxes(page, ".people");
      const [toolbar] = await boxes(page, ".toolbar");
      assert.ok(box!.bottom <= toolbar!.top);
      await list.focus();
      await page.keyboard.press("End");
      const isAtEnd = () =>
        list.evaluate((element) => {
          const last = element.lastElementChild!.getBoundingClientRect();
          return element.scrollTop > 0 && last.bottom <= element.getBoundingClientRect().bottom + 1;
        });
      await until(isAtEnd);
      await waitForRefresh(page);
      assert.equal(await isAtEnd(), true, "the list keeps its position when the page redraws it");
    }));
});

describe("pages: a very long name", () => {
  /**
   * The height of the first matching element in lines of its text. Finds and measures it in one step: the
   * page can replace the element at any time, and a detached element has no style.
   */
  const lines = async (page: Page, selector: string) => {
    await page.locator(selector).first().waitFor();
    return page.locator("html").evaluate((html, selector) => {
      const element = html.querySelector(selector)!;
      const { lineHeight } = html.ownerDocument.defaultView!.getComputedStyle(element);
      return Math.round(element.getBoundingClientRect().height / Number.parseFloat(lineHeight));
    }, selector);
  };

  for (const [device, options] of Object.entries({ desktop, phone })) {
    for (const [kind, name] of [
      ["of many words", longName],
      ["of one word", "x".repeat(1000)],
    ] as const) {
      it(`a name ${kind} is cut after three lines on a ${device}`, () =>
        withBrowser(async ({ emulator, send, open }) => {
          const id = await roomNamed(send, name);
          emulator.join(id, { name });
          const overview = await open("/", options);
          for (const selector of [".room h3", ".room .owner", ".room .people"]) {
            assert.ok((await lines(overview, selector)) <= 3, selector);
          }
          const page = await open(`/${id}`, options);
          assert.equal(await lines(page, ".prejoin h1"), 3);
          assert.ok(await page.getByRole("button", { name: "Join" }).isVisible());
          await enter(page, "Ada");
          assert.ok((await lines(page, ".meeting h1")) <= 3);
          assert.ok((await lines(page, ".people li span")) <= 3);
          assert.equal(await page.locator(".meeting h1").getAttribute("title"), name);
        }));
    }
  }
});

describe("overview on a phone", () => {
  for (const viewport of [phone.viewport, { width: 360, height: 740 }]) {
    it(`clock and faults are visible without scrolling at a width of ${viewport.width}`, () =>
      withBrowser(async ({ send, open }) => {
        for (let i = 0; i < 6; i++) await createRoom(send);
        const page = await open("/", { ...phone, viewport });
        const heading = page.getByRole("heading", { name: "Faults" });
        for (const target of [page.locator("#now"), page.getByRole("button", { name: "+1 day" }), heading]) {
          const box = (await target.boundingBox())!;
          assert.ok(box.y >= 0 && box.y + box.height <= viewport.height);
        }
        assert.equal(await page.getByLabel("lostAnswer").isVisible(), false);
        await heading.click();
        await page.getByLabel("lostAnswer").fill("10");
        await page.getByText("1 on").waitFor();
        await page.getByRole("button", { name: "All off" }).click();
        await page.locator("#faults-on").waitFor({ state: "hidden" });
      }));
  }
});
