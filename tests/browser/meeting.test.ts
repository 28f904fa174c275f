import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { makeRoom } from "../emulator/client";
import { hostPath, onStage, until } from "./browser";

const join = (page: Page) => page.getByRole("button", { name: "Join" }).click();
const heading = (page: Page, name: string) => page.getByRole("heading", { name }).waitFor();

/** Fills in the name and enters. */
async function enter(page: Page, name: string): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await join(page);
  await page.getByRole("heading", { name: "People" }).waitFor();
}

describe("meeting page: joining and leaving", () => {
  it("begins and ends a session, as the rooms API shows", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
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
      await heading(page, "You have left the meeting");
      assert.equal(emulator.rooms()[0]?.isRoomActive, undefined);
      await page.getByRole("button", { name: "Join again" }).click();
      assert.equal(await page.getByLabel("Your name").inputValue(), "Ada");
      await join(page);
      await until(() => emulator.rooms()[0]?.isRoomActive === true);
    }));

  it("happens once, however often the button is pressed", () =>
    onStage(async ({ emulator, send, open }) => {
      const page = await open(`/${await makeRoom(send)}?name=Ada`);
      let asked = 0;
      await page.route("**/join", async (route) => {
        asked++;
        await until(() => emulator.requests.length > 1);
        await route.continue();
      });
      await join(page);
      await join(page);
      await send("GET", "/rooms");
      await page.getByText("1 inside").waitFor();
      assert.equal(asked, 1);
    }));

  it("lets a moderator in by the host link, who sees others come and go", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
      const host = await open(hostPath(id, emulator));
      await host.getByText("You come as moderator").waitFor();
      await enter(host, "Grace");
      const guest = await open(`/${id}`);
      await guest.getByText("0 of 3 participant seats taken, 3 free").waitFor();
      await guest.getByText("1 of 1 moderator seat taken").waitFor();
      await enter(guest, "Ada");
      await host.locator(".people li", { hasText: "Ada" }).waitFor();
      await host.getByText("2 inside").waitFor();
      await host.getByText("Ada came in.").waitFor();
      await guest.getByRole("button", { name: "Leave" }).click();
      await host.getByText("Ada left.").waitFor();
      assert.deepEqual(
        (await send("GET", `/rooms/${id}/users`)).json.users.map((user: any) => user.role),
        ["moderator"],
      );
    }));

  it("lets the moderator close the meeting for everyone, once sure", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
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

  it("ends the stay when the page is left or its tab is closed", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
      const page = await open(`/${id}`);
      await enter(page, "Ada");
      await page.goto("about:blank");
      await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
      const another = await open(`/${id}`);
      await enter(another, "Ada");
      await another.close({ runBeforeUnload: true });
      await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
    }));

  it("says when the emulator does not answer, and goes on when it does", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
      const page = await open(`/${id}`);
      await enter(page, "Ada");
      await page.context().setOffline(true);
      await page.getByText("The emulator does not answer. This page tries again.").waitFor();
      await page.context().setOffline(false);
      emulator.join(id, { name: "Bob" });
      await page.getByText("2 inside").waitFor();
    }));
});

describe("meeting page: when it is open", () => {
  const scheduled = { scheduled: true, scheduled_time: "2026-05-04 15:00:00", duration: 30 };

  it("counts down by the emulator's clock, and shows times in the viewer's zone", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send, scheduled);
      emulator.setTime(new Date("2026-05-04T14:00:00Z"));
      const page = await open("about:blank");
      await page.clock.install();
      await page.clock.pauseAt(Date.now() + 3_600_000);
      await page.goto(`${emulator.url}/${id}`);
      const countdown = page.getByRole("timer");
      const shows = (text: string) => countdown.filter({ hasText: new RegExp(`^${text}$`) }).waitFor();
      await shows("Opens in 45:00");
      await page.getByText("Monday, 4 May 2026 at 20:15").waitFor();
      await page.getByText("Monday, 4 May 2026 at 20:30").waitFor();
      await page.getByText("Monday, 4 May 2026 at 21:00").waitFor();
      // Without asking the emulator, for once.
      await page.route("**/live*", () => {});
      await page.clock.runFor(1000);
      await shows("Opens in 44:59");
      await page.unroute("**/live*");
      assert.equal(await page.getByRole("button", { name: "Join" }).isDisabled(), true);
      await page.getByText("Not open yet.").waitFor();
      for (const [time, text] of [
        ["14:44:59", "Opens in 0:01"],
        ["14:45:00", "Starts in 15:00"],
        ["15:00:00", "Ends in 30:00"],
      ] as const) {
        emulator.setTime(new Date(`2026-05-04T${time}Z`));
        await page.clock.runFor(1000);
        await shows(text);
      }
      assert.equal(await page.getByRole("button", { name: "Join" }).isEnabled(), true);
      assert.equal(await page.getByText("Not open yet.").isVisible(), false);
      await page.getByText("You can come in now.").waitFor();
      emulator.setTime(new Date("2026-05-04T15:30:00Z"));
      await page.clock.runFor(1000);
      await page.getByText("This meeting is over.").waitFor();
      assert.equal(await page.getByRole("button", { name: "Join" }).isDisabled(), true);
    }));

  it("follows a room that is given another time", () =>
    onStage(async ({ send, open }) => {
      const id = await makeRoom(send, scheduled);
      const page = await open(`/${id}`);
      await page.getByText("Monday, 4 May 2026 at 20:30").waitFor();
      await send("PATCH", `/rooms/${id}`, { settings: { scheduled_time: "2026-05-05 16:00:00" } });
      await page.getByText("Tuesday, 5 May 2026 at 21:30").waitFor();
      await page.getByText("Opens in 1 day 3 h").waitFor();
    }));

  it("counts down to the end of an adhoc room from when the first one enters", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send, { adhoc: true, duration: 30 });
      const page = await open(`/${id}`);
      await page.getByText("for 30 minutes from when the first one enters").waitFor();
      emulator.join(id);
      await page.getByText("Ends in 30:00").waitFor();
    }));

  it("counts days and hours far ahead", () =>
    onStage(async ({ send, open }) => {
      const id = await makeRoom(send, { ...scheduled, scheduled_time: "2026-05-07 16:15:00" });
      await (await open(`/${id}`)).getByText("Opens in 3 days 4 h").waitFor();
    }));

  it("says that an adhoc room is used up when everyone has left", () =>
    onStage(async ({ send, open }) => {
      const page = await open(`/${await makeRoom(send, { adhoc: true })}`);
      await page.getByText("Ad hoc room", { exact: true }).waitFor();
      await page.getByText("The room is used up when everyone has left.").waitFor();
      await enter(page, "Ada");
      await page.getByRole("button", { name: "Leave" }).click();
      await heading(page, "This room is gone");
      await page.getByText("This ad hoc room has been used up").waitFor();
    }));

  it("says that a room was deleted meanwhile", () =>
    onStage(async ({ send, open }) => {
      const id = await makeRoom(send);
      const page = await open(`/${id}`);
      await send("DELETE", `/rooms/${id}`);
      await heading(page, "This room is gone");
    }));
});

describe("meeting page: seats", () => {
  it("are all taken: nobody else can come in until one is free", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send, { participants: 1 });
      const stay = emulator.join(id, { name: "Ada" });
      const page = await open(`/${id}?name=Bob`);
      await page.getByText("All seats are taken.").waitFor();
      await page.getByText("1 of 1 participant seat taken").waitFor();
      assert.equal(await page.getByRole("button", { name: "Join" }).isDisabled(), true);
      emulator.leave(id, stay);
      await page.getByText("You can come in now.").waitFor();
      await join(page);
      await page.getByText("1 inside").waitFor();
    }));

  it("taken at the last moment: the page says so and stays", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send, { participants: 1 });
      const page = await open("about:blank");
      await page.clock.install();
      await page.clock.pauseAt(Date.now() + 3_600_000);
      await page.goto(`${emulator.url}/${id}?name=Bob`);
      emulator.join(id, { name: "Ada" });
      await join(page);
      await page.getByText("All seats are taken.").waitFor();
      await page.getByRole("alert").filter({ hasText: "Room is full" }).waitFor();
      assert.equal((await send("GET", `/rooms/${id}/users`)).json.total, 1);
    }));

  it("of moderators are counted apart", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
      emulator.join(id, { role: "moderator" });
      const host = await open(hostPath(id, emulator));
      await host.getByText("All seats are taken.").waitFor();
      await enter(await open(`/${id}`), "Ada");
    }));
});

describe("meeting page: links that lead nowhere", () => {
  const cases: [string, (id: string, host: string) => string, number, string][] = [
    ["an unknown room", () => `/${"0".repeat(24)}`, 404, "There is no such room"],
    ["a link that is not whole", (id) => `/${id.slice(0, 20)}`, 404, "There is no such room"],
    [
      "a host link without its padding",
      (_, host) => host.slice(0, -2),
      403,
      "This moderator link is not valid",
    ],
    [
      "a host link that was changed",
      (id) => `/host/${btoa(`${id}-${"0".repeat(24)}`)}`,
      403,
      "This moderator link is not valid",
    ],
    ["a host link that is no base64", () => "/host/hello", 403, "This moderator link is not valid"],
    ["another path", () => "/rooms/all/of/them", 404, "There is no such page"],
  ];
  for (const [name, path, status, title] of cases) {
    it(`${name}: ${title}`, () =>
      onStage(async ({ emulator, send, open }) => {
        const id = await makeRoom(send);
        const url = path(id, hostPath(id, emulator));
        assert.equal((await fetch(emulator.url + url)).status, status);
        await heading(await open(url), title);
      }));
  }
});

describe("meeting page: keyboard alone", () => {
  it("is enough to join, look after the devices, and leave", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
      const page = await open(`/${id}`);
      const focused = () => page.evaluate("document.activeElement?.textContent?.trim()");
      const tabTo = async (name: string) => {
        for (let i = 0; i < 12 && (await focused()) !== name; i++) await page.keyboard.press("Tab");
        assert.equal(await focused(), name);
      };
      await tabTo("Camera");
      await page.keyboard.press("Space");
      await page.getByText("Camera: the browser does not allow it here.").waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.type("Ada");
      await page.keyboard.press("Enter");
      await page.getByText("1 inside").waitFor();
      assert.equal(await focused(), "Stand-up", "the heading of the meeting has the focus");
      await tabTo("Leave");
      await page.keyboard.press("Enter");
      await heading(page, "You have left the meeting");
      assert.equal(await focused(), "You have left the meeting");
      await tabTo("Join again");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
      await until(() => emulator.rooms()[0]?.isRoomActive === true);
    }));

  it("closes a meeting, or thinks better of it with Escape", () =>
    onStage(async ({ emulator, send, open }) => {
      const id = await makeRoom(send);
      const page = await open(hostPath(id, emulator));
      await enter(page, "Grace");
      await page.getByRole("button", { name: "Close for everyone" }).press("Enter");
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      assert.equal(emulator.rooms()[0]?.isRoomActive, true);
    }));
});
