import assert from "node:assert/strict";
import { closeBrowser, hostPath, withBrowser } from "../support/browser";
import { createRoom } from "../support/emulator";
import { enter, heading, join } from "./actions";

after(closeBrowser);

describe("meeting page: opening times", () => {
  const scheduled = { scheduled: true, scheduled_time: "2026-05-04 15:00:00", duration: 30 };

  it("the page counts down by the emulator's clock and shows times in the viewer's time zone", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send, scheduled);
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
      // Block polling, to see the countdown on its own.
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
      await page.getByText("You can join now.").waitFor();
      emulator.setTime(new Date("2026-05-04T15:30:00Z"));
      await page.clock.runFor(1000);
      await page.getByText("This meeting is over.").waitFor();
      assert.equal(await page.getByRole("button", { name: "Join" }).isDisabled(), true);
    }));

  it("the page updates when a room is rescheduled", () =>
    withBrowser(async ({ send, open }) => {
      const id = await createRoom(send, scheduled);
      const page = await open(`/${id}`);
      await page.getByText("Monday, 4 May 2026 at 20:30").waitFor();
      await send("PATCH", `/rooms/${id}`, { settings: { scheduled_time: "2026-05-05 16:00:00" } });
      await page.getByText("Tuesday, 5 May 2026 at 21:30").waitFor();
      await page.getByText("Opens in 1 day 3 h").waitFor();
    }));

  it("the page counts down to the end of an adhoc room after the first person joins", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send, { adhoc: true, duration: 30 });
      const page = await open(`/${id}`);
      await page.getByText("30 minutes after the first person joins").waitFor();
      emulator.join(id);
      await page.getByText("Ends in 30:00").waitFor();
    }));

  it("a countdown of several days shows days and hours", () =>
    withBrowser(async ({ send, open }) => {
      const id = await createRoom(send, { ...scheduled, scheduled_time: "2026-05-07 16:15:00" });
      await (await open(`/${id}`)).getByText("Opens in 3 days 4 h").waitFor();
    }));

  it("the page shows that an adhoc room has ended when everyone has left", () =>
    withBrowser(async ({ send, open }) => {
      const page = await open(`/${await createRoom(send, { adhoc: true })}`);
      await page.getByText("Ad hoc room", { exact: true }).waitFor();
      await page.getByText("The room ends when everyone has left.").waitFor();
      await enter(page, "Ada");
      await page.getByRole("button", { name: "Leave" }).click();
      await heading(page, "This room no longer exists");
      await page.getByText("This ad hoc room has ended").waitFor();
    }));

  it("the page shows that its room was deleted", () =>
    withBrowser(async ({ send, open }) => {
      const id = await createRoom(send);
      const page = await open(`/${id}`);
      await send("DELETE", `/rooms/${id}`);
      await heading(page, "This room no longer exists");
    }));
});

describe("meeting page: seats", () => {
  it("nobody can join while all seats are taken", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send, { participants: 1 });
      const client = emulator.join(id, { name: "Ada" });
      const page = await open(`/${id}?name=Bob`);
      await page.getByText("All seats are taken.").waitFor();
      await page.getByText("1 of 1 participant seat taken").waitFor();
      assert.equal(await page.getByRole("button", { name: "Join" }).isDisabled(), true);
      emulator.leave(id, client);
      await page.getByText("You can join now.").waitFor();
      await join(page);
      await page.getByText("1 inside").waitFor();
    }));

  it("the page shows an error if the last seat was just taken", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send, { participants: 1 });
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

  it("moderator seats are counted separately", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      emulator.join(id, { role: "moderator" });
      const host = await open(hostPath(id, emulator));
      await host.getByText("All seats are taken.").waitFor();
      await enter(await open(`/${id}`), "Ada");
    }));
});

describe("meeting page: invalid links", () => {
  const cases: [string, (id: string, host: string) => string, number, string][] = [
    ["an unknown room", () => `/${"0".repeat(24)}`, 404, "Room not found"],
    ["an incomplete link", (id) => `/${id.slice(0, 20)}`, 404, "Room not found"],
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
    ["a host link that is not base64", () => "/host/hello", 403, "This moderator link is not valid"],
    ["another path", () => "/rooms/all/of/them", 404, "Page not found"],
  ];
  for (const [name, path, status, title] of cases) {
    it(`${name} shows "${title}"`, () =>
      withBrowser(async ({ emulator, send, open }) => {
        const id = await createRoom(send);
        const url = path(id, hostPath(id, emulator));
        assert.equal((await fetch(emulator.url + url)).status, status);
        await heading(await open(url), title);
      }));
  }
});
