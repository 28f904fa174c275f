import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { closeBrowser, hostPath, withBrowser } from "../support/browser";
import { createRoom } from "../support/emulator";
import { enter, heading, join, waitForRefresh } from "./actions";

after(closeBrowser);

const pressClose = (page: Page) => page.getByRole("button", { name: "Close for everyone" }).click();
const confirm = (page: Page) =>
  page.getByRole("dialog").getByRole("button", { name: "Close for everyone" }).click();

describe("meeting page: the dialog to close the meeting", () => {
  it("dismissing the dialog does not reuse an earlier confirmation", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open(hostPath(id, emulator));
      await enter(page, "Grace");
      await pressClose(page);
      await confirm(page);
      await heading(page, "The meeting was closed");
      await page.getByRole("button", { name: "Join again" }).click();
      await join(page);
      await pressClose(page);
      // What Escape does in Firefox and Safari.
      await page.evaluate("document.querySelector('dialog').close()");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await waitForRefresh(page);
      assert.equal(emulator.rooms()[0]?.isRoomActive, true);
    }));

  it("the dialog closes if the meeting ends, and the page can be used", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open(hostPath(id, emulator));
      await enter(page, "Grace");
      await pressClose(page);
      emulator.leave(id);
      await heading(page, "The meeting was closed");
      assert.equal(await page.locator("dialog[open]").count(), 0);
      assert.equal(await page.evaluate("document.activeElement.textContent"), "The meeting was closed");
      await page.getByRole("button", { name: "Join again" }).click();
      await join(page);
      await page.getByText("1 inside").waitFor();
    }));
});
