import assert from "node:assert/strict";
import { makeRoom } from "../emulator/client";
import { enter, heading, join } from "./actions";
import { closeBrowser, until, withBrowser } from "./with-browser";

after(closeBrowser);

describe("meeting page: an emulator that does not answer", () => {
  it("is told for all to see, and the page goes on when it answers", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
      const page = await open(`/${id}`);
      await enter(page, "Ada");
      await page.context().setOffline(true);
      const text = page.getByText("The emulator does not respond. This page keeps trying.");
      await text.waitFor();
      // A text for those alone who do not see has one pixel.
      assert.ok((await text.boundingBox())!.height > 1);
      await page.context().setOffline(false);
      await text.waitFor({ state: "detached" });
      emulator.join(id, { name: "Bob" });
      await page.getByText("2 inside").waitFor();
    }));

  it("makes joining fail, which the page says, until it answers", () =>
    withBrowser(async ({ send, open }) => {
      const page = await open(`/${await makeRoom(send)}?name=Ada`);
      await page.context().setOffline(true);
      await join(page);
      await page.getByRole("alert").filter({ hasText: "Joining failed" }).waitFor();
      await page.context().setOffline(false);
      await join(page);
      await page.getByText("1 inside").waitFor();
    }));

  it("hears afterwards that someone has left meanwhile", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const page = await open(`/${await makeRoom(send)}`);
      await enter(page, "Ada");
      await page.context().setOffline(true);
      await page.getByRole("button", { name: "Leave" }).click();
      await heading(page, "You left the meeting");
      assert.equal(emulator.rooms()[0]?.isRoomActive, true);
      await page.context().setOffline(false);
      await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
    }));

  it("does not keep someone who joined without the page having heard of it", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const page = await open(`/${await makeRoom(send)}?name=Ada`);
      await page.route("**/join", async (route) => {
        await route.fetch();
        assert.equal(emulator.rooms()[0]?.isRoomActive, true);
        await route.abort("internetdisconnected");
      });
      await join(page);
      await page.getByRole("alert").filter({ hasText: "Joining failed" }).waitFor();
      await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
    }));

  it("does not keep someone whose page was closed while they joined", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const page = await open(`/${await makeRoom(send)}?name=Ada`);
      // The answer never comes.
      await page.route("**/join", async (route) => void (await route.fetch()));
      await join(page);
      await until(() => emulator.rooms()[0]?.isRoomActive === true);
      await page.goto("about:blank");
      await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
    }));
});

describe("meeting page: a stay that was ended from elsewhere", () => {
  it("is a lost connection while others are inside, who can be joined again", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
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

  it("is a meeting that was closed if nobody is inside", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
      const page = await open(`/${id}?user_ref=ada`);
      await enter(page, "Ada");
      emulator.leave(id, { userRef: "ada" });
      await heading(page, "The meeting was closed");
      await page.getByText("It has ended for everyone.").waitFor();
    }));
});
