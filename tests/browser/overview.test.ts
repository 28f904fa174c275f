import assert from "node:assert/strict";
import { request } from "node:http";
import { closeBrowser, hostPath, until, withBrowser } from "../support/browser";
import { createRoom, roomWith } from "../support/emulator";

after(closeBrowser);

describe("overview", () => {
  it("the overview shows rooms and people as they change", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const page = await open("/");
      await page.getByText("No rooms yet.").waitFor();
      const id = await createRoom(send);
      await page.getByRole("heading", { name: "Stand-up" }).waitFor();
      await page.getByText("0/3 participants, 0/1 moderators").waitFor();
      emulator.join(id, { name: "Ada" });
      await page.getByText("1/3 participants, 0/1 moderators: Ada").waitFor();
      await page.getByRole("button", { name: "End session of Stand-up" }).click();
      await page.getByText("0/3 participants").waitFor();
      assert.equal(emulator.rooms()[0]?.isRoomActive, undefined);
      await send("DELETE", `/rooms/${id}`);
      await page.getByText("No rooms yet.").waitFor();
    }));

  it("the overview copies and opens the links of both roles", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open("/", { permissions: ["clipboard-read", "clipboard-write"] });
      const copied = async (role: string, path: string) => {
        await page.getByRole("button", { name: `Copy ${role} link of Stand-up` }).click();
        await page
          .getByText(`Copied: ${emulator.url}${path}`, { exact: true })
          .waitFor({ state: "attached" });
        return page.evaluate("navigator.clipboard.readText()");
      };
      assert.equal(await copied("participant", `/${id}`), `${emulator.url}/${id}`);
      assert.equal(await copied("moderator", hostPath(id, emulator)), emulator.url + hostPath(id, emulator));
      const meeting = page.waitForEvent("popup");
      await page.getByRole("link", { name: "Moderator page of Stand-up" }).click();
      await (await meeting).getByText("Joining as moderator").waitFor();
    }));

  it("the copied mark stays for a while even if the rooms are redrawn", () =>
    withBrowser(async ({ send, open }) => {
      await createRoom(send);
      const page = await open("/", { permissions: ["clipboard-read", "clipboard-write"] });
      // Existing timers continue, so the page keeps polling. New timers stand still.
      await page.clock.install();
      await page.clock.pauseAt(Date.now() + 60_000);
      await page.getByRole("button", { name: "Copy moderator link of Stand-up" }).click();
      const button = page.locator("button.copied", { hasText: "moderator" });
      await button.waitFor();
      await createRoom(send);
      await page.getByText("2 rooms").waitFor();
      assert.equal(await button.count(), 1);
      await page.clock.runFor(1500);
      await button.waitFor({ state: "detached" });
    }));

  it("the overview shows the link if the browser blocks copying", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open("/");
      await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
      await page.getByRole("button", { name: "Copy participant link of Stand-up" }).click();
      await page.getByText(`The browser blocked copying. The link is ${emulator.url}/${id}`).waitFor();
    }));

  it("the overview sets faults, shows their counts, and turns all off", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const page = await open("/");
      await page.getByLabel("serverError").fill("100");
      await page.locator(".fault.on", { hasText: "serverError" }).waitFor();
      await until(() => emulator.faults.serverError === 1);
      await page.getByLabel("serverError").blur();
      assert.equal((await send("GET", "/rooms")).status, 500);
      await page.locator("[data-injected=serverError]", { hasText: "1 ×" }).waitFor();
      await page.getByText("Durations and rate limit").click();
      await page.getByLabel("requestsPerSecond").fill("50");
      await page.getByLabel("requestsPerSecond").press("Enter");
      await until(() => emulator.faults.requestsPerSecond === 50);
      await page.getByRole("button", { name: "All off" }).click();
      await until(() => emulator.faults.serverError === 0 && emulator.faults.requestsPerSecond === 0);
      emulator.setFaults({ html: 0.25 });
      await page.locator("output[for=html]", { hasText: "25 %" }).waitFor();
    }));

  it("the overview shows a notice while offline, even after clicking a button", () =>
    withBrowser(async ({ send, open }) => {
      await createRoom(send);
      const page = await open("/");
      const problems: Error[] = [];
      page.on("pageerror", (error) => problems.push(error));
      await page.context().setOffline(true);
      await page.getByRole("button", { name: "+1 h" }).click();
      await page.getByText("The emulator does not respond.").waitFor();
      await page.context().setOffline(false);
      await page.getByText("The emulator does not respond.").waitFor({ state: "hidden" });
      assert.deepEqual(problems, []);
    }));

  it("the overview sets the clock and shows it in the viewer's time zone", () =>
    withBrowser(async ({ emulator, open }) => {
      const page = await open("/");
      await page.getByText("4 May 2026, 17:30:0").waitFor();
      for (const [name, offset] of [
        ["+15 min", 900_000],
        ["+1 h", 4_500_000],
        ["+1 day", 90_900_000],
        ["Real time", 0],
      ] as const) {
        await page.getByRole("button", { name }).click();
        await until(() => emulator.now().getTime() === Date.parse("2026-05-04T12:00:00Z") + offset);
      }
    }));

  it("the overview shows the newest of many rooms, and search finds the others", () =>
    withBrowser(async ({ send, open }) => {
      for (let i = 0; i < 120; i++)
        await send("POST", "/rooms", { ...roomWith(), name: `Room ${i}`, owner_ref: `p/s/${i}` });
      const page = await open("/");
      await page.getByText("120 rooms, showing the newest 100").waitFor();
      assert.equal(await page.locator(".room").count(), 100);
      assert.equal(await page.locator(".room h3").first().textContent(), "Room 119");
      await page.getByLabel("Search by name, owner or id").fill("P/S/7");
      await page.getByText("11 of 120 rooms").waitFor();
      assert.equal(await page.locator(".room h3").last().textContent(), "Room 7");
    }));

  it("the overview rejects foreign host names and frames", () =>
    withBrowser(async ({ emulator }) => {
      const { headers } = await fetch(emulator.url);
      assert.match(headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
      for (const path of ["/", "/_pages/overview"]) {
        const status = await new Promise((resolve) =>
          request({ port: emulator.port, path, headers: { host: "evil.example" } }, (response) => {
            response.resume();
            resolve(response.statusCode);
          }).end(),
        );
        assert.equal(status, path === "/" ? 403 : 409);
      }
    }));
});
