import assert from "node:assert/strict";
import { closeBrowser, hostPath, until, withBrowser } from "../support/browser";
import { createRoom } from "../support/emulator";
import { inside } from "./actions";
import { silence } from "./silence";
import { withSite } from "./site";

after(closeBrowser);

describe("meeting link: lobby", () => {
  const waits = { wait_for_moderator: true };

  it("participants wait in the lobby, with its texts, images and sound, until the moderator joins", () =>
    withSite(
      () => '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      (site) =>
        withBrowser(async ({ emulator, send, open }) => {
          const id = await createRoom(send, waits);
          const page = await open(
            `/${id}?name=Ada&lobby_text_1=Welcome&lobby_text_2=Soon&lobby_img_1=${site}/a.svg&lobby_music=${site}/b.svg`,
          );
          await page.getByText("The moderator has not arrived yet.").waitFor();
          await page.getByRole("button", { name: "Join and wait" }).click();
          await page.getByRole("heading", { name: "Waiting for the moderator" }).waitFor();
          for (const text of ["Welcome", "Soon"]) await page.getByText(text, { exact: true }).waitFor();
          assert.equal(await page.evaluate("document.querySelector('.lobby-image').naturalWidth"), 9);
          assert.equal(await page.locator("audio").isVisible(), true);
          assert.equal((await send("GET", `/rooms/${id}/users`)).json.total, 0);
          emulator.join(id, { name: "Grace", role: "moderator" });
          await page.getByText("2 inside").waitFor();
        }),
    ));

  it("the lobby's music stops when the meeting begins", () =>
    withSite(silence, (site) =>
      withBrowser(async ({ emulator, send, open }) => {
        const id = await createRoom(send, waits);
        const page = await open(`/${id}?name=Ada&lobby_music=${site}/music.wav`);
        await page.getByRole("button", { name: "Join and wait" }).click();
        await page.locator("audio").waitFor();
        await page.evaluate("document.querySelector('audio').play()");
        assert.equal(await page.evaluate("document.querySelector('audio').paused"), false);
        emulator.join(id, { role: "moderator" });
        await inside(page);
        assert.equal(await page.evaluate("document.querySelector('audio').paused"), true);
      }),
    ));

  it("the lobby gives up after two minutes", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const page = await open("about:blank");
      await page.clock.install();
      await page.clock.pauseAt(Date.now() + 3_600_000);
      const id = await createRoom(send, waits);
      await page.goto(`${emulator.url}/${id}?name=Ada`);
      await page.getByRole("button", { name: "Join and wait" }).click();
      await page.getByText("Waiting for another 2:00.").waitFor();
      await page.clock.fastForward("01:58");
      assert.equal(await page.getByRole("heading", { name: "Waiting for the moderator" }).isVisible(), true);
      await page.clock.fastForward("00:02");
      await page.getByRole("heading", { name: "The moderator did not arrive" }).waitFor();
    }));

  it("the lobby opens lobby_exit_url after lobby_timeout", () =>
    withSite(
      (path) => `<title>Site ${path}</title>`,
      (site) =>
        withBrowser(async ({ send, open }) => {
          const id = await createRoom(send, { wait_moderator: true });
          const page = await open(`/${id}?name=Ada&landing=no&lobby_timeout=1&lobby_exit_url=${site}/bye`);
          await page.waitForURL(`${site}/bye`);
        }),
    ));

  it("a participant can stop waiting, and a moderator never waits", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send, waits);
      const page = await open(`/${id}?name=Ada&landing=no`);
      await page.getByRole("button", { name: "Stop waiting" }).click();
      await page.getByRole("button", { name: "Join and wait" }).waitFor();
      await inside(await open(`${hostPath(id, emulator)}?name=Grace&landing=no`));
    }));
});

describe("meeting link: exit", () => {
  it("exit_url opens after leaving and after the meeting was closed", () =>
    withSite(
      (path) => `<title>Site ${path}</title>`,
      (site) =>
        withBrowser(async ({ emulator, send, open }) => {
          const id = await createRoom(send);
          const page = await open(`/${id}?name=Ada&landing=no&exit_url=${site}/bye`);
          await page.getByRole("button", { name: "Leave" }).click();
          await page.waitForURL(`${site}/bye`);
          assert.equal(await page.evaluate("document.referrer"), "");
          await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
          const other = await open(`/${id}?name=Bob&landing=no&exit_url=${site}/bye`);
          await inside(other);
          emulator.leave(id);
          await other.waitForURL(`${site}/bye`);
        }),
    ));

  it("exit_url opens after an ad hoc meeting was closed, although its room is gone", () =>
    withSite(
      (path) => `<title>Site ${path}</title>`,
      (site) =>
        withBrowser(async ({ emulator, send, open }) => {
          const id = await createRoom(send, { adhoc: true });
          const page = await open(`/${id}?name=Ada&landing=no&exit_url=${site}/bye`);
          await inside(page);
          emulator.leave(id);
          await page.waitForURL(`${site}/bye`);
        }),
    ));

  it("exit_url_target=parent opens exit_url in the parent window of a frame", () => {
    let meeting = "";
    return withSite(
      (path) =>
        path === "/"
          ? `<iframe allow="camera; microphone; fullscreen; speaker; display-capture" src="${meeting}" width="900" height="700"></iframe>`
          : `<title>Site ${path}</title>`,
      (site) =>
        withBrowser(async ({ emulator, send, open }) => {
          const id = await createRoom(send);
          meeting = `${emulator.url.replace("127.0.0.1", "localhost")}/${id}?name=Ada&exit_url_target=parent&exit_url=${site}/bye`;
          const page = await open(`${site}/`);
          const frame = page.frameLocator("iframe");
          await frame.getByRole("button", { name: "Join" }).click();
          await until(() => emulator.rooms()[0]?.isRoomActive === true);
          await frame.getByRole("button", { name: "Leave" }).click();
          await page.waitForURL(`${site}/bye`);
          await until(() => emulator.rooms()[0]?.isRoomActive === undefined);
        }),
    );
  });
});

describe("meeting link: scripts of other sites", () => {
  it("a script of another site can neither join, close a meeting, nor use control routes", () =>
    withSite(
      () => "<title>Evil</title>",
      (site) =>
        withBrowser(async ({ emulator, send, open }) => {
          const id = await createRoom(send);
          emulator.join(id);
          const page = await open(`${site}/`);
          for (const path of [
            `/${id}/join`,
            `${hostPath(id, emulator)}/close`,
            `/_emulator/rooms/${id}/end`,
            "/_emulator/reset",
          ]) {
            await page.evaluate(
              `fetch(${JSON.stringify(emulator.url + path)}, { method: "POST", mode: "no-cors", body: '{"name":"Eve"}' })`,
            );
          }
          const { users } = (await send("GET", `/rooms/${id}/users`)).json;
          assert.deepEqual(
            users.map((user: any) => user.name),
            ["Guest"],
          );
        }),
    ));
});
