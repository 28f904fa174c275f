import { type Browser, chromium } from "playwright-core";

/** Chromium without a window and without a word to anybody: Debian's, unless `CHROMIUM` names another. None is downloaded. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });

const flags = [
  "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking",
  "--disable-component-update --disable-sync --disable-quic",
  // A camera that shows a test picture; whether a page may use it is still asked.
  "--use-fake-device-for-media-stream",
].flatMap((line) => line.split(" "));
