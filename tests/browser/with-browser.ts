import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Emulator, EmulatorOptions } from "../../emulator/index";
import { noon, type Send, withEmulator } from "../emulator/client";
import { openBrowser } from "./chromium";

let browser: Promise<Browser> | undefined;

/** Closes the browser, where one is open. Each file of tests does so in the end: another process may run the next. */
export async function closeBrowser(): Promise<void> {
  const open = browser;
  browser = undefined;
  await (await open)?.close();
}

/** What a test in the browser works with. */
export interface BrowserFixture {
  emulator: Emulator;
  send: Send;
  /** Opens a page of the emulator as another person would: nothing is shared with the other pages. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Starts an emulator whose clock stands still at noon, opens pages, and makes sure that none of them broke, not even against its own content policy. */
export function withBrowser(
  test: (fixture: BrowserFixture) => Promise<void>,
  options: EmulatorOptions = {},
): Promise<void> {
  return withEmulator({ now: noon, seed: 1, ...options }, async (emulator, send) => {
    browser ??= openBrowser();
    const running = await browser;
    const broken: string[] = [];
    try {
      await test({
        emulator,
        send,
        async open(path, contextOptions) {
          const context = await running.newContext({
            locale: "en-GB",
            timezoneId: "Asia/Kolkata",
            ...contextOptions,
          });
          const page = await context.newPage();
          page.on("pageerror", (error) => broken.push(error.message));
          page.on("console", (message) => {
            // That an answer was 404 or 409 is told as an error, too, and that a test took the network away.
            const expected =
              /Failed to load resource: (the server responded with a status of (403|404|409)|net::ERR_INTERNET_DISCONNECTED)/;
            if (message.type() === "error" && !expected.test(message.text())) broken.push(message.text());
          });
          await page.goto(new URL(path, emulator.url).href);
          return page;
        },
      });
    } finally {
      await Promise.all(running.contexts().map((context) => context.close()));
    }
    assert.deepEqual(broken, []);
  });
}

/** The path of a room's moderator link. */
export function hostPath(id: string, { appId }: Emulator): string {
  return `/host/${btoa(`${id}-${appId}`)}`;
}

/** Waits until something is so that the browser brings about, as long as Playwright waits. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries === 3000) throw new Error("It never came to be.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
