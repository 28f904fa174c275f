import type { Page } from "playwright-core";

/** Presses the button. */
export const join = (page: Page) => page.getByRole("button", { name: "Join" }).click();
/** Waits for a heading. */
export const heading = (page: Page, name: string) => page.getByRole("heading", { name }).waitFor();

/** Fills in the name and enters. */
export async function enter(page: Page, name: string): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await join(page);
  await page.getByRole("heading", { name: "People" }).waitFor();
}

/** Waits until the page has asked the emulator again, and has shown the answer: it asks anew after that. */
export async function waitForRefresh(page: Page): Promise<void> {
  for (let looks = 0; looks < 2; looks++) await page.waitForResponse(/\/(live|overview)\?/);
}

/** Waits until the page is in the meeting. */
export const inside = (page: Page) => page.locator(".meeting").waitFor();
