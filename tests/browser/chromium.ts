import { type Browser, chromium } from "playwright-core";

/** Headless Chromium without background network traffic: Debian's, or the one that `CHROMIUM` names. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });

const flags = [
  "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking",
  "--disable-component-update --disable-sync --disable-quic",
  // A camera with a test picture. Pages still need permission to use it.
  "--use-fake-device-for-media-stream",
].flatMap((line) => line.split(" "));
