import assert from "node:assert/strict";
import axe from "axe-core";
import fc from "fast-check";
import jsQR from "jsqr";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import { html } from "../../cli/links/html";
import { qrCode } from "../../cli/links/qr-code";
import { hostedRoom, school, sheetOf, sheetRoom } from "../cli/links/sheet-of";
import { openBrowser } from "../support/browser";

/** What a code reader sees in a picture. */
function decoded(picture: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(picture);
  return jsQR(new Uint8ClampedArray(data), width, height)?.data;
}

describe("links: the join sheet in a browser", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  async function opened(
    text: string,
    options: { colorScheme?: "light" | "dark"; width?: number } = {},
  ): Promise<Page> {
    const { colorScheme, width = 1200 } = options;
    const page = await browser.newPage({
      colorScheme,
      viewport: { width, height: 900 },
      deviceScaleFactor: 2,
    });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("request", ({ url }) => complaints.push(`asked for ${url()}`));
    await page.setContent(text);
    assert.deepEqual(complaints, [], "the page needs no other file, and its policy forbids nothing it does");
    return page;
  }

  for (const colorScheme of ["light", "dark"] as const) {
    it(`has a decodable QR code for each link on a ${colorScheme} page`, async () => {
      const page = await opened(html(sheetOf(school)), { colorScheme });
      const codes = await page.locator("svg").all();
      const links = [
        ...school.map((room) => room.participantUrl),
        ...school.map((room) => room.moderatorUrl),
      ];
      assert.equal(codes.length, links.length);
      for (const [i, code] of codes.entries()) {
        assert.equal(decoded(await code.screenshot()), links[i]);
      }
    });
  }

  it("leaves a quiet zone of four modules around each QR code", () => {
    const code = qrCode(school[0]!.participantUrl, "");
    const size = Number(/viewBox="0 0 (\d+) /.exec(code)?.[1]);
    for (const [, x, y, length] of code.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
      assert.ok(Number(x) >= 4 && Number(y) >= 4 && Number(y) < size - 4);
      assert.ok(Number(x) + Number(length) <= size - 4);
    }
  });

  it("has a QR code that can be decoded from paper", async () => {
    const page = await opened(html(sheetOf(school)), { colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    const code = await page.locator("svg").first().screenshot();
    assert.equal(decoded(code), school[0]!.participantUrl);
    const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    assert.equal(background, "rgb(255, 255, 255)", "paper is white, also where the screen is dark");
  });

  it("prints moderators' cards on separate pages", async () => {
    const pages = async (text: string) => {
      const file = (await (await opened(text)).pdf({ preferCSSPageSize: true })).toString("latin1");
      return file.match(/\/Type\s*\/Page\b/g)?.length;
    };
    assert.equal(await pages(html(sheetOf([sheetRoom()]))), 1);
    assert.equal(await pages(html(sheetOf([hostedRoom()]))), 2);
  });

  it("shows name, time, description and link of each room, and no moderator links by default", async () => {
    const page = await opened(html(sheetOf(school.map((room) => ({ ...room, moderatorUrl: undefined })))));
    const [first, second, , , last] = await page.locator(".room").allInnerTexts();
    assert.equal(
      first!.replace(/\n+/g, "\n"),
      "Mathematics 101\nTue 1 Dec 2026\n09:00 – 10:00 Asia/Kolkata\nBring a pencil.\nThe first ten minutes are for questions.\n" +
        "Up to 30 participants\nacme.yourvideo.live/60af1c2e5f8b9a0012345601",
    );
    assert.match(second!, /गणित — कक्षा १०/);
    assert.match(last!, /Help <desk> & “lost property”\s+Open for a single call\s+Up to 1 participant\n/);
    assert.equal(await page.locator("a").first().getAttribute("href"), school[0]!.participantUrl);
    assert.doesNotMatch(await page.content(), /\/host\/|moderator link/i);
  });

  it("says that an unreadable time of a scheduled room is unknown", async () => {
    const page = await opened(html(sheetOf([sheetRoom({ kind: "scheduled", hasSecretTime: true })])));
    assert.deepEqual(await page.locator(".when").allInnerTexts(), ["Time unknown"]);
  });

  it("warns about moderator links, and marks each of their cards", async () => {
    const page = await opened(html(sheetOf(school)));
    assert.match(
      (await page.locator(".warning").allInnerTexts()).join("\n"),
      /Protect these links like passwords/,
    );
    assert.equal(
      await page.locator(".moderators .room").filter({ hasText: "For moderators only" }).count(),
      school.length,
    );
  });

  it("says that there are no rooms", async () => {
    const page = await opened(html(sheetOf([])));
    assert.match((await page.locator("body").allInnerTexts()).join("\n"), /This stack has no rooms/);
    assert.equal(await page.locator("svg, ul").count(), 0);
  });

  it("does not scroll sideways in a narrow window, and passes axe", async () => {
    for (const [width, colorScheme] of [
      [320, "light"],
      [1200, "light"],
      [1200, "dark"],
    ] as const) {
      const page = await opened(html(sheetOf(school)), { width, colorScheme });
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate("axe.run()")) as axe.AxeResults;
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
        [],
      );
    }
  });

  it("escapes any name and description", async () => {
    const texts = fc
      .sample(
        fc.oneof(
          fc.string({ unit: "grapheme" }),
          fc.constantFrom(
            "<script>alert(1)</script>",
            "</style><b>",
            '"><img src=x onerror=alert(1)>',
            "&lt;&amp;&#38;",
            "</title></svg></li>",
            "<!-- --><![CDATA[",
            "' onmouseover='alert(1)",
          ),
        ),
        { numRuns: 200 },
      )
      .map((text) => text.replace(/\s+/g, " ").trim() || "x");
    const rooms = texts.map((text) => hostedRoom({ name: text, description: text }));
    const page = await opened(html(sheetOf(rooms, { project: texts[0], stack: texts[1] })));
    const shown = (selector: string) =>
      page.locator(selector).evaluateAll((found) => found.map((element) => element.textContent));
    assert.deepEqual(await shown("main > ul .name"), texts);
    assert.deepEqual(await shown(".moderators .text"), texts);
    const labels = await page
      .locator("main > ul svg")
      .evaluateAll((found) => found.map((svg) => svg.getAttribute("aria-label")));
    assert.deepEqual(
      labels,
      texts.map((text) => `QR code: join ${text} as participant`),
    );
    assert.equal(await page.locator("script, img, b, li:not(.room)").count(), 0);
  });

  it("links only web addresses", async () => {
    const page = await opened(html(sheetOf([sheetRoom({ participantUrl: "javascript:alert(1)" })])));
    assert.equal(await page.locator("a").count(), 0);
    assert.match((await page.locator(".link").allInnerTexts()).join("\n"), /javascript:alert\(1\)/);
  });
});
