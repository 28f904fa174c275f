import type { Page } from "playwright-core";

/** Clicks Join. */
export const join = (page: Page) => page.getByRole("button", { name: "Join" }).click();
/** Waits for a heading. */
export const heading = (page: Page, name: string) => page.getByRole("heading", { name }).waitFor();

/** Fills in the name and joins the meeting. */
export async function enter(page: Page, name: string): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await join(page);
  await page.getByRole("heading", { name: "People" }).waitFor();
}

/** Waits until the page has polled the emulator and shown the response: the second response follows that. */
export async function waitForRefresh(page: Page): Promise<void> {
  for (let responses = 0; responses < 2; responses++) await page.waitForResponse(/\/(live|overview)\?/);
}

/** Waits until the page is in the meeting. */
export const inside = (page: Page) => page.locator(".meeting").waitFor();
