import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { closeBrowser, hostPath, withBrowser } from "../support/browser";
import { createRoom } from "../support/emulator";
import { inside, waitForRefresh } from "./actions";
import { withSite } from "./site";

after(closeBrowser);

const isHidden = async (page: Page, selector: string) => (await page.locator(selector).count()) === 0;

describe("meeting link: joining and devices", () => {
  it("landing=no with a name joins at once", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open(`/${id}?name=Ada%20Lovelace&user_ref=ada&landing=no`);
      await inside(page);
      const { users } = (await send("GET", `/rooms/${id}/users`)).json;
      assert.deepEqual([users[0].name, users[0].user_ref], ["Ada Lovelace", "ada"]);
      const host = await open(`${hostPath(id, emulator)}?name=Grace&landing=no`);
      await inside(host);
    }));

  it("landing=no joins when a seat becomes free, and not again after leaving", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const client = emulator.join(id, { name: "Grace", role: "moderator" });
      const page = await open(`${hostPath(id, emulator)}?name=Grace&landing=no`);
      await page.getByText("All seats are taken.").waitFor();
      emulator.leave(id, client);
      await inside(page);
      await page.getByRole("button", { name: "Leave" }).click();
      await page.getByRole("button", { name: "Join again" }).click();
      await waitForRefresh(page);
      assert.equal(await page.getByRole("button", { name: "Join" }).isEnabled(), true);
      assert.equal((await send("GET", `/rooms/${id}/users`)).json.total, 0);
    }));

  it("landing=no does not join while the name is edited", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send, { participants: 1 });
      const client = emulator.join(id);
      const page = await open(`/${id}?name=Ada&landing=no`);
      await page.getByLabel("Your name").fill("Gra");
      emulator.leave(id, client);
      await page.getByText("You can join now.").waitFor();
      await waitForRefresh(page);
      assert.equal((await send("GET", `/rooms/${id}/users`)).json.total, 0);
    }));

  it("landing=no without a name asks for it", () =>
    withBrowser(async ({ send, open }) => {
      const page = await open(`/${await createRoom(send)}?landing=no`);
      await page.getByRole("button", { name: "Join" }).waitFor();
      assert.equal(await page.getByLabel("Your name").inputValue(), "");
    }));

  it("video=yes and audio=yes turn on camera and microphone if the browser allows them", () =>
    withBrowser(async ({ send, open }) => {
      const id = await createRoom(send);
      const page = await open(`/${id}?video=yes&audio=yes`, { permissions: ["camera", "microphone"] });
      await page.locator(".preview video.self:visible").waitFor();
      await page.locator(".preview [data-device=audio][aria-pressed=true]").waitFor();
      await page.getByLabel("Your name").fill("Ada");
      await page.getByRole("button", { name: "Join" }).click();
      await page.locator(".tiles video.self:visible").waitFor();
      await page.getByRole("button", { name: "Camera", pressed: true }).click();
      await page.getByRole("button", { name: "Camera", pressed: false }).waitFor();
      assert.equal(await page.locator("video.self:visible").count(), 0);

      const blocked = await open(`/${id}?video=yes`);
      await blocked.locator(".preview").getByText("Camera: the browser blocked access.").waitFor();
      await blocked.getByRole("button", { name: "Camera", pressed: false }).waitFor();
    }));

  it("an allowed camera starts on by default, and video=no keeps it off", () =>
    withBrowser(async ({ send, open }) => {
      const id = await createRoom(send);
      const allowed = { permissions: ["camera", "microphone"] };
      const page = await open(`/${id}`, allowed);
      await page.locator(".preview video.self:visible").waitFor();
      const off = await open(`/${id}?video=no`, allowed);
      await off.locator(".preview [data-device=audio][aria-pressed=true]").waitFor();
      assert.equal(await off.locator("video.self:visible").count(), 0);
    }));
});

describe("meeting link: appearance", () => {
  it("parameters hide parts of the page", () =>
    withBrowser(async ({ send, open }) => {
      const id = await createRoom(send);
      const enter = `/${id}?name=Ada&landing=no`;
      const page = await open(
        `${enter}&user_count=no&clock=no&user_list_participant=no&disconnect_button=no&username=no`,
      );
      await inside(page);
      for (const selector of ["#count", "#clock", ".people", "[data-action=leave]"]) {
        assert.equal(await isHidden(page, selector), true, selector);
      }
      assert.equal(await page.locator(".tiles .name").isVisible(), false);
      const withoutOptions = await open(`${enter}&user_list_moderator=no`);
      await inside(withoutOptions);
      for (const selector of ["#count", "#clock", ".people", "[data-action=leave]"]) {
        assert.equal(await isHidden(withoutOptions, selector), false, selector);
      }
    }));

  it("parameters set background and colours, and invalid values are ignored", () =>
    withSite(
      () => '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      (site) =>
        withBrowser(async ({ send, open }) => {
          const id = await createRoom(send);
          const image = `${site}/wall.svg`;
          const page = await open(
            `/${id}?bg_img_url=${encodeURIComponent(image)}&bg_img_repeat=repeat-x&bg_img_position=left%20bottom` +
              "&con_bg_color=%23102040&disconnect_icon_bg_color=nonsense",
          );
          const style = (what: string) => page.evaluate(`getComputedStyle(document.body).${what}`);
          assert.equal(await style("backgroundImage"), `url("${image}")`);
          assert.equal(await style("backgroundRepeat"), "repeat-x");
          assert.equal(await style("backgroundPosition"), "0% 100%");
          const custom = (name: string) =>
            page.evaluate(`document.querySelector("#meeting").style.getPropertyValue("${name}")`);
          assert.equal(await custom("--meeting-background"), "#102040");
          assert.equal(await custom("--leave"), "");
        }),
    ));

  it("the page lists the effect of each parameter, and the invalid ones", () =>
    withBrowser(async ({ send, open }) => {
      const id = await createRoom(send);
      const page = await open(`/${id}?vidoe=yes&audio=maybe&exit_url=javascript:alert(1)&group_chat=no`);
      await page.getByText("3 invalid").waitFor();
      await page.getByText("Parameters of this link").click();
      const cells = await page.locator(".parameters dl > div > *").allTextContents();
      assert.deepEqual(cells, [
        ...["vidoe=yes", "not a documented parameter"],
        ...["audio=maybe", "must be yes or no"],
        ...["exit_url=javascript:alert(1)", "must be a URL"],
        ...["group_chat=no", "no effect without media"],
      ]);
    }));

  it("names and texts with HTML are shown as text", () =>
    withBrowser(async ({ send, open }) => {
      const markup = `"><img src=x onerror=alert(1)><script>alert(2)</script>'&amp;`;
      const { room } = (
        await send("POST", "/rooms", {
          name: markup,
          owner_ref: markup,
          settings: { participants: 3, description: markup },
        })
      ).json;
      const page = await open(
        `/${room.room_id}?name=${encodeURIComponent(markup)}&landing=no&lobby_text_1=${encodeURIComponent(markup)}`,
      );
      await inside(page);
      assert.equal(await page.title(), markup);
      assert.equal(await page.locator("h1:visible").textContent(), markup);
      assert.equal(await page.locator(".people li span").first().textContent(), `${markup} (you)`);
      const overview = await open("/");
      assert.equal(await overview.locator(".room h3").textContent(), markup);
      for (const each of [page, overview])
        assert.equal(await each.locator("img, script:not([src])").count(), 0);
    }));
});
