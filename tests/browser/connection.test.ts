import assert from "node:assert/strict";
import { closeBrowser, until, withBrowser } from "../support/browser";
import { createRoom } from "../support/emulator";
import { enter, heading, join } from "./actions";

after(closeBrowser);

describe("meeting page: no response from the emulator", () => {
  it("the page shows a visible notice while offline, and continues when online", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open(`/${id}`);
      await enter(page, "Ada");
      await page.context().setOffline(true);
      const text = page.getByText("The emulator does not respond. This page keeps trying.");
      await text.waitFor();
      // Text for screen readers only has a height of one pixel.
      assert.ok((await text.boundingBox())!.height > 1);
      await page.context().setOffline(false);
      await text.waitFor({ state: "detached" });
      emulator.join(id, { name: "Bob" });
      await page.getByText("2 inside").waitFor();
    }));

  it("joining offline shows an error, and works when online", () =>
    withBrowser(async ({ send, open }) => {
      const page = await open(`/${await createRoom(send)}?name=Ada`);
      await page.context().setOffline(true);
      await join(page);
      await page.getByRole("alert").filter({ hasText: "Joining failed" }).waitFor();
      await page.context().setOffline(false);
      await join(page);
      await page.getByText("1 inside").waitFor();
    }));

  it("leaving while offline reaches the emulator when online", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const page = await open(`/${await createRoom(send)}`);
      await enter(page, "Ada");
      await page.context().setOffline(true);
      await page.getByRole("button", { name: "Leave" }).click();
      await heading(page, "You left the meeting");
      assert.equal(emulator.rooms()[0]?.isRoomActive, true);
      await page.context().setOffline(false);
      await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
    }));

  it("a join whose response was lost does not leave a client in the room", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const page = await open(`/${await createRoom(send)}?name=Ada`);
      await page.route("**/join", async (route) => {
        await route.fetch();
        assert.equal(emulator.rooms()[0]?.isRoomActive, true);
        await route.abort("internetdisconnected");
      });
      await join(page);
      await page.getByRole("alert").filter({ hasText: "Joining failed" }).waitFor();
      await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
    }));

  it("closing the page during a join does not leave a client in the room", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const page = await open(`/${await createRoom(send)}?name=Ada`);
      // The response never arrives.
      await page.route("**/join", async (route) => void (await route.fetch()));
      await join(page);
      await until(() => emulator.rooms()[0]?.isRoomActive === true);
      await page.goto("about:blank");
      await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
    }));
});

describe("meeting page: removed from the meeting", () => {
  it("the page shows a lost connection while others are inside, and can join again", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      emulator.join(id, { name: "Bob" });
      const page = await open(`/${id}?user_ref=ada&exit_url=http://127.0.0.1:9/bye`);
      await enter(page, "Ada");
      emulator.leave(id, { userRef: "ada" });
      await heading(page, "The connection was lost");
      assert.equal(await page.getByText("It has ended for everyone.").isVisible(), false);
      await page.getByRole("button", { name: "Join again" }).click();
      await join(page);
      await page.getByText("2 inside").waitFor();
    }));

  it("the page shows a closed meeting if nobody is inside", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open(`/${id}?user_ref=ada`);
      await enter(page, "Ada");
      emulator.leave(id, { userRef: "ada" });
      await heading(page, "The meeting was closed");
      await page.getByText("It has ended for everyone.").waitFor();
    }));
});
