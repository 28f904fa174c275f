/**
 * Takes pictures of the pageStates: `node --import tsx tests/browser/screenshots.ts <folder> [name …]`. Those of the documentation:
 * `docs/images landing-light landing-dark inside-light overview-light`.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { forEachPageState } from "./page-states";
import { closeBrowser } from "./with-browser";

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

async function main(folder: string | undefined, names: string[]): Promise<void> {
  if (!folder) throw new Error("Say which folder the pictures go to.");
  await mkdir(folder, { recursive: true });
  for (const [look, options] of Object.entries(looks)) {
    await forEachPageState(options, async (state, page) => {
      const name = `${state.name}-${look}`;
      if (names.length > 0 && !names.includes(name)) return;
      const path = join(folder, `${name}.jpg`);
      await page.screenshot({ path, type: "jpeg", quality: 85, fullPage: look === "phone" });
    });
  }
  await closeBrowser();
}

main(process.argv[2], process.argv.slice(3));
