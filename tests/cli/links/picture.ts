/** Takes the documentation's picture of a join sheet: `node --import tsx tests/cli/links/picture.ts docs/images/join-sheet-light.jpg`. */
import { html } from "../../../cli/links/html";
import { openBrowser } from "../../support/browser";
import { school, sheetOf } from "./sheet-of";

async function main(path: string | undefined): Promise<void> {
  if (!path) throw new Error("Pass the picture's file.");
  await using browser = await openBrowser();
  const page = await browser.newPage({ colorScheme: "light", viewport: { width: 1180, height: 760 } });
  await page.setContent(
    html(sheetOf(school.slice(0, 4).map((room) => ({ ...room, moderatorUrl: undefined })))),
  );
  await page.screenshot({ path, type: "jpeg", quality: 85, fullPage: true });
}

main(process.argv[2]);
