import assert from "node:assert/strict";
import { closeBrowser, withBrowser } from "../support/browser";
import { createRoom } from "../support/emulator";
import { enter, waitForRefresh } from "./actions";

after(closeBrowser);

/**
 * Collects captured tracks in `tracks`, and holds the camera back until `allow()`, like a browser that asks
 * for permission.
 */
const delayCamera = `
  const { mediaDevices } = navigator;
  const capture = mediaDevices?.getUserMedia.bind(mediaDevices);
  globalThis.tracks = [];
  const allowed = new Promise((resolve) => { globalThis.allow = resolve; });
  if (capture) mediaDevices.getUserMedia = async (constraints) => {
    if (constraints.video) await allowed;
    const stream = await capture(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };
`;

describe("meeting page: camera and microphone", () => {
  const allowed = { permissions: ["camera", "microphone"] };
  const off = "video=no&audio=no";

  it("the camera preview keeps playing while the page polls", () =>
    withBrowser(async ({ send, open }) => {
      const page = await open(`/${await createRoom(send)}?video=yes`, allowed);
      await page.locator(".preview video.self:visible").waitFor();
      await page.evaluate(`
        globalThis.begun = 0;
        document.querySelector(".preview video.self").addEventListener("emptied", () => begun++);
      `);
      await waitForRefresh(page);
      assert.equal(await page.evaluate("begun"), 0);
      assert.equal(await page.evaluate("document.querySelector('.preview video.self').paused"), false);
    }));

  it("clicking Camera twice requests it once, and clicking again stops it", () =>
    withBrowser(async ({ send, open }) => {
      const page = await open(`/${await createRoom(send)}?${off}`, allowed);
      await page.evaluate(delayCamera);
      const camera = page.getByRole("button", { name: "Camera" });
      await camera.click();
      await camera.click();
      await page.evaluate("allow()");
      await page.getByRole("button", { name: "Camera", pressed: true }).click();
      await page.getByRole("button", { name: "Camera", pressed: false }).waitFor();
      assert.deepEqual(await page.evaluate("tracks.map(({ kind, readyState }) => [kind, readyState])"), [
        ["video", "ended"],
      ]);
    }));

  it("the page does not request a device that the viewer has already turned on", () =>
    withBrowser(async ({ emulator, send, open }) => {
      const id = await createRoom(send);
      const page = await open("about:blank", allowed);
      await page.addInitScript(delayCamera);
      await page.goto(`${emulator.url}/${id}?video=yes&audio=yes`);
      await page.getByRole("button", { name: "Microphone" }).click();
      await page.getByRole("button", { name: "Microphone", pressed: true }).waitFor();
      await page.evaluate("allow()");
      await page.getByRole("button", { name: "Camera", pressed: true }).waitFor();
      await waitForRefresh(page);
      assert.deepEqual(await page.evaluate("tracks.map(({ kind }) => kind)"), ["audio", "video"]);
    }));

  it("error notes of both devices do not cover their buttons on a phone", () =>
    withBrowser(async ({ send, open }) => {
      const phone = { viewport: { width: 360, height: 740 } };
      const page = await open(`/${await createRoom(send)}?video=yes&audio=yes`, phone);
      await page.locator(".preview").getByText("Microphone: the browser blocked access.").waitFor();
      const notes = (await page.locator(".preview .device-notes").boundingBox())!;
      const buttons = (await page.locator(".preview .controls").boundingBox())!;
      assert.ok(notes.y + notes.height <= buttons.y);
    }));

  for (const [target, name] of [
    [".preview", "before the meeting"],
    [".meeting", "inside"],
  ] as const) {
    it(`camera and microphone each show their own error note ${name}`, () =>
      withBrowser(async ({ send, open }) => {
        const page = await open(`/${await createRoom(send)}?${off}`);
        if (target === ".meeting") await enter(page, "Ada");
        const part = page.locator(target);
        for (const name of ["Camera", "Microphone"]) await part.getByRole("button", { name }).click();
        for (const name of ["Camera", "Microphone"]) {
          await part.getByText(`${name}: the browser blocked access.`).waitFor();
        }
      }));
  }
});
