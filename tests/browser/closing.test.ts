import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { makeRoom } from "../emulator/client";
import { enter, heading, join, waitForRefresh } from "./actions";
import { closeBrowser, hostPath, withBrowser } from "./with-browser";

after(closeBrowser);

const pressClose = (page: Page) => page.getByRole("button", { name: "Close for everyone" }).click();
const confirm = (page: Page) =>
  page.getByRole("dialog").getByRole("button", { name: "Close for everyone" }).click();

describe("meeting page: the question whether to close the meeting for everyone", () => {
  it("does not count as answered because it was answered another time", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
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

  it("goes away when the meeting ends meanwhile, so that the page can be used", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
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
