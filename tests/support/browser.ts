import assert from "node:assert/strict";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Emulator, EmulatorOptions } from "../../emulator/index";
import { noon, type Send, withEmulator } from "./emulator";

/** Headless Chromium without background network traffic: Debian's, or the one that `CHROMIUM` names. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });

/**
 * The last list of disabled features counts, so these are Playwright's, and three more: for each window, Chromium
 * would load two pages for suggestions of its address bar, and keep a spare process. Together they take longer
 * than a page under test.
 */
const disabledFeatures = [
  "WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess",
  "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled",
  "PreconnectToSearch",
];

const flags = [
  "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking",
  "--disable-component-update --disable-sync --disable-quic",
  // A camera with a test picture. Pages still need permission to use it.
  "--use-fake-device-for-media-stream",
  `--disable-features=${disabledFeatures.join()}`,
].flatMap((line) => line.split(" "));

let browser: Promise<Browser> | undefined;

/**
 * Closes the browser, if open. Every test file calls this at its end, because another process may run the
 * next file.
 */
export async function closeBrowser(): Promise<void> {
  const open = browser;
  browser = undefined;
  await (await open)?.close();
}

/** Shortens the intervals of pages from 1000 ms to 200 ms: tests mostly wait for the next poll. */
const pollFaster = `
  const { setInterval } = globalThis;
  globalThis.setInterval = (callback, milliseconds) => setInterval(callback, milliseconds / 5);
`;

/** The setup of a browser test. */
export interface BrowserFixture {
  emulator: Emulator;
  send: Send;
  /** Opens a page in a new browser context, like a different person. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/**
 * Runs a test with an emulator whose clock stands still at noon, and asserts that no page logged an error or
 * violated its content policy.
 */
export function withBrowser(
  test: (fixture: BrowserFixture) => Promise<void>,
  options: EmulatorOptions = {},
): Promise<void> {
  return withEmulator({ now: noon, seed: 1, ...options }, async (emulator, send) => {
    browser ??= openBrowser();
    const running = await browser;
    const errors: string[] = [];
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
          await context.addInitScript(pollFaster);
          const page = await context.newPage();
          page.on("pageerror", (error) => errors.push(error.message));
          page.on("console", (message) => {
            // Chromium also logs failed requests as errors.
            const expected =
              /Failed to load resource: (the server responded with a status of (403|404|409)|net::ERR_INTERNET_DISCONNECTED)/;
            if (message.type() === "error" && !expected.test(message.text())) errors.push(message.text());
          });
          await page.goto(new URL(path, emulator.url).href);
          return page;
        },
      });
    } finally {
      await Promise.all(running.contexts().map((context) => context.close()));
    }
    assert.deepEqual(errors, []);
  });
}

/** The path of a room's moderator link. */
export function hostPath(id: string, { appId }: Emulator): string {
  return `/host/${btoa(`${id}-${appId}`)}`;
}

/** Waits for a condition, with the same timeout as Playwright. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries++) {
    if (tries === 3000) throw new Error("The condition was not met within 30 seconds.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
