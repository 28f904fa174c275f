import assert from "node:assert/strict";
import { closeBrowser, hostPath, until, withBrowser } from "../support/browser";
import { createRoom } from "../support/emulator";
import { enter, heading, join } from "./actions";

after(closeBrowser);

describe("meeting page: joining and leaving", () => {
  it("joining and leaving starts and ends a session in the rooms API", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open(`/${id}?user_ref=ada-7`);
      assert.equal(await page.title(), "Stand-up");
      await enter(page, "Ada");
      assert.equal((await send("GET", `/rooms/${id}`)).json.room.isRoomActive, true);
      const { users } = (await send("GET", `/rooms/${id}/users`)).json;
      assert.deepEqual(
        users.map((user: any) => [user.name, user.user_ref, user.role]),
        [["Ada", "ada-7", "participant"]],
      );
      assert.equal((await send("DELETE", `/rooms/${id}`)).json.result, 10030);
      await page.getByRole("button", { name: "Leave" }).click();
      await heading(page, "You left the meeting");
      await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
      await page.getByRole("button", { name: "Join again" }).click();
      assert.equal(await page.getByLabel("Your name").inputValue(), "Ada");
      await join(page);
      await until(() => emulator.rooms()[0]?.isRoomActive === true);
    }));

  it("clicking Join twice joins once", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const page = await open(`/${await createRoom(send)}?name=Ada`);
      let requests = 0;
      await page.route("**/join", async (route) => {
        requests++;
        await until(() => emulator.requests.length > 1);
        await route.continue();
      });
      await join(page);
      await join(page);
      await send("GET", "/rooms");
      await page.getByText("1 inside").waitFor();
      assert.equal(requests, 1);
    }));

  it("a moderator joins by the host link and sees others join and leave", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const host = await open(hostPath(id, emulator));
      await host.getByText("Joining as moderator").waitFor();
      await enter(host, "Grace");
      const guest = await open(`/${id}`);
      await guest.getByText("0 of 3 participant seats taken, 3 free").waitFor();
      await guest.getByText("1 of 1 moderator seat taken").waitFor();
      await enter(guest, "Ada");
      await host.locator(".people li", { hasText: "Ada" }).waitFor();
      await host.getByText("2 inside").waitFor();
      await host.getByText("Ada joined.").waitFor();
      await guest.getByRole("button", { name: "Leave" }).click();
      await host.getByText("Ada left.").waitFor();
      assert.deepEqual(
        (await send("GET", `/rooms/${id}/users`)).json.users.map((user: any) => user.role),
        ["moderator"],
      );
    }));

  it("a moderator can close the meeting for everyone after confirming", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const [host, guest] = [await open(hostPath(id, emulator)), await open(`/${id}`)];
      await enter(host, "Grace");
      await enter(guest, "Ada");
      assert.equal(await guest.getByRole("button", { name: "Close for everyone" }).count(), 0);
      await host.getByRole("button", { name: "Close for everyone" }).click();
      await host.getByRole("button", { name: "Keep it open" }).click();
      assert.equal(emulator.rooms()[0]?.isRoomActive, true);
      await host.getByRole("button", { name: "Close for everyone" }).click();
      await host.getByRole("dialog").getByRole("button", { name: "Close for everyone" }).click();
      for (const page of [host, guest]) await heading(page, "The meeting was closed");
      assert.equal(emulator.rooms()[0]?.isRoomActive, undefined);
    }));

  it("leaving the page or closing its tab leaves the meeting", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open(`/${id}`);
      await enter(page, "Ada");
      await page.goto("about:blank");
      await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
      const another = await open(`/${id}`);
      await enter(another, "Ada");
      await another.close({ runBeforeUnload: true });
      await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
    }));
});

describe("meeting page: keyboard only", () => {
  it("joining, toggling devices and leaving work with the keyboard only", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open(`/${id}`);
      const focused = () => page.evaluate("document.activeElement?.textContent?.trim()");
      const tabTo = async (name: string) => {
        for (let i = 0; i < 12 && (await focused()) !== name; i++) await page.keyboard.press("Tab");
        assert.equal(await focused(), name);
      };
      await tabTo("Camera");
      await page.keyboard.press("Space");
      await page.locator(".preview").getByText("Camera: the browser blocked access.").waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.type("Ada");
      await page.keyboard.press("Enter");
      await page.getByText("1 inside").waitFor();
      assert.equal(await focused(), "Stand-up", "the heading of the meeting has the focus");
      await tabTo("Leave");
      await page.keyboard.press("Enter");
      await heading(page, "You left the meeting");
      assert.equal(await focused(), "You left the meeting");
      await tabTo("Join again");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
      await until(() => emulator.rooms()[0]?.isRoomActive === true);
    }));

  it("Escape cancels closing the meeting", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open(hostPath(id, emulator));
      await enter(page, "Grace");
      await page.getByRole("button", { name: "Close for everyone" }).press("Enter");
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      assert.equal(emulator.rooms()[0]?.isRoomActive, true);
    }));
});
