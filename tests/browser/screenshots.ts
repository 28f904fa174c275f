/**
 * Takes screenshots of the page states: `node --import tsx tests/browser/screenshots.ts <folder> [name …]`.
 * For the documentation: `docs/images landing-light landing-dark inside-light overview-light`.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { closeBrowser } from "../support/browser";
import { forEachPageState } from "./page-states";

const variants = {
  light: { colorScheme: "light", viewport: { width: 1180, height: 760 } },
  dark: { colorScheme: "dark", viewport: { width: 1180, height: 760 } },
  phone: {
    colorScheme: "light",
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
  },
} as const;

async function main(folder: string | undefined, names: string[]): Promise<void> {
  if (!folder) throw new Error("The folder for the screenshots is missing.");
  await mkdir(folder, { recursive: true });
  for (const [variant, options] of Object.entries(variants)) {
    await forEachPageState(options, async (state, page) => {
      const name = `${state.name}-${variant}`;
      if (names.length > 0 && !names.includes(name)) return;
      const path = join(folder, `${name}.jpg`);
      await page.screenshot({ path, type: "jpeg", quality: 85, fullPage: variant === "phone" });
    });
  }
  await closeBrowser();
}

main(process.argv[2], process.argv.slice(3));
