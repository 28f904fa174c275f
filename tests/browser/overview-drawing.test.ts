import assert from "node:assert/strict";
import { closeBrowser, hostPath, withBrowser } from "../support/browser";
import { createRoom, roomWith } from "../support/emulator";
import { waitForRefresh } from "./actions";

after(closeBrowser);

describe("overview: redrawing", () => {
  it("a click that lasts longer than a poll takes effect", () =>
    withBrowser(async ({ send, open }) => {
      await createRoom(send);
      const page = await open("/", { permissions: ["clipboard-read", "clipboard-write"] });
      await page.getByRole("button", { name: "Copy moderator link of Stand-up" }).hover();
      await page.mouse.down();
      await waitForRefresh(page);
      await page.mouse.up();
      await page.getByText("Copied:").waitFor({ state: "attached" });
    }));

  it("focus and selection stay while other rooms change", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const first = await createRoom(send);
      const { room } = (await send("POST", "/rooms", { ...roomWith(), name: "Algebra" })).json;
      const page = await open("/");
      await page.evaluate(
        `getSelection().selectAllChildren(document.querySelector("#room-${room.room_id} h3"))`,
      );
      await page.getByRole("button", { name: "Copy moderator link of Algebra" }).focus();
      await page.evaluate("globalThis.lost = 0; document.addEventListener('focusout', () => lost++)");
      await createRoom(send);
      await page.getByText("3 rooms").waitFor();
      emulator.join(first, { name: "Ada" });
      await page.getByText("Ada", { exact: true }).waitFor();
      emulator.leave(first);
      await send("DELETE", `/rooms/${first}`);
      await page.getByText("2 rooms").waitFor();
      assert.deepEqual(await page.evaluate("[lost, String(getSelection())]"), [0, "Algebra"]);
      assert.deepEqual(await page.locator(".room h3").allTextContents(), ["Stand-up", "Algebra"]);
    }));

  it("ending a session moves the focus from its button to the room's first link", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      emulator.join(id);
      const page = await open("/");
      await page.getByRole("button", { name: "End session of Stand-up" }).press("Enter");
      await page.getByText("0/3 participants").waitFor();
      assert.deepEqual(
        await page.evaluate(
          "[document.activeElement.localName, document.activeElement.getAttribute('href')]",
        ),
        ["a", `/${id}`],
      );
    }));

  for (const [role, name, target] of [
    ["link", "Participant page of Stand-up", (id: string) => `/${id}`],
    ["button", "Copy moderator link of Stand-up", hostPath],
  ] as const)
    it(`a ${role} keeps the focus when its own room changes`, () =>
      withBrowser(async ({ emulator, send, open }) => {
        const id = await createRoom(send);
        const page = await open("/");
        await page.getByRole(role, { name }).focus();
        emulator.join(id, { name: "Ada" });
        await page.getByText("Ada", { exact: true }).waitFor();
        assert.equal(
          await page.evaluate(
            "document.activeElement.dataset.copy ?? document.activeElement.getAttribute('href')",
          ),
          target(id, emulator),
        );
      }));
});

describe("overview: a search", () => {
  it("a search response that arrives after a newer one is ignored", () =>
    withBrowser(async ({ send, open }) => {
      for (const name of ["Algebra", "Biology"]) await send("POST", "/rooms", { ...roomWith(), name });
      const page = await open("/");
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const older = /overview\?search=alg$/;
      await page.route(older, async (route) => {
        await held;
        await route.continue();
      });
      const field = page.getByLabel("Search by name, owner or id");
      await field.fill("alg");
      await field.fill("bio");
      await page.getByText("1 of 2 rooms").waitFor();
      await page.evaluate(`
        globalThis.shown = new Set();
        const record = () => document.querySelectorAll(".room h3").forEach((title) => shown.add(title.textContent));
        new MutationObserver(record).observe(document.querySelector("#rooms"), { childList: true, subtree: true });
        record();
      `);
      const late = page.waitForResponse(older);
      release();
      await late;
      await waitForRefresh(page);
      assert.deepEqual(await page.evaluate("[...shown]"), ["Biology"]);
    }));
});
