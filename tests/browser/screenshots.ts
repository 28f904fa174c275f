/**
 * Takes a picture of every scene: `node --import tsx tests/browser/screenshots.ts <folder>`. In mocha's place it gives the hook that closes the browser.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

const looks = {
  light: { colorScheme: "light", viewport: { width: 1180, height: 760 } },
  dark: { colorScheme: "dark", viewport: { width: 1180, height: 760 } },
  phone: {
    colorScheme: "light",
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
  },
} as const;

async function main(folder: string | undefined): Promise<void> {
  if (!folder) throw new Error("Say which folder the pictures go to.");
  let closeBrowser: () => Promise<void> = async () => {};
  Object.assign(globalThis, {
    after: (close: () => Promise<void>) => {
      closeBrowser = close;
    },
  });
  const { eachScene } = await import("./scenes.js");
  await mkdir(folder, { recursive: true });
  for (const [look, options] of Object.entries(looks)) {
    await eachScene(options, async ({ name }, page) => {
      await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: look === "phone" });
    });
  }
  await closeBrowser();
}

main(process.argv[2]);
