import assert from "node:assert/strict";
import { request } from "node:http";
import { join } from "node:path";
import fc from "fast-check";
import { startEmulator } from "../../../emulator/index";
import { loadedOrigins, readLinkOptions } from "../../../emulator/pages/link-options";
import { createPresence, presenceTimeoutMs } from "../../../emulator/pages/presence";
import { createService, join as enter } from "../../../emulator/service";
import { createRoom, roomWith, withEmulator } from "../../support/emulator";
import { webUrl } from "../../support/web-url";
import { withFolder } from "../folder";

const account = { appId: "a".repeat(24), appKey: "B".repeat(36) };

/** Sends headers that `fetch` does not allow. */
function statusOf(port: number, method: string, path: string, headers: object, body = ""): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request({ port, host: "127.0.0.1", method, path, headers: { ...headers } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end(body);
  });
}

describe("emulator: pages", () => {
  it("the content policy of pages allows only the emulator", () =>
    withEmulator({}, async ({ url, appId }, send) => {
      const id = await createRoom(send);
      for (const path of [`/${id}`, `/host/${btoa(`${id}-${appId}`)}`, "/", "/no/such/page"]) {
        const { headers } = await fetch(url + path);
        const policy = headers.get("content-security-policy") ?? "";
        assert.match(
          policy,
          /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; /,
        );
        assert.match(policy, /img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'/);
        assert.equal(headers.get("referrer-policy"), "same-origin");
        assert.equal(headers.get("cache-control"), "no-store");
      }
    }));

  it("the overview shows the API's address as the client reaches it", () =>
    withEmulator({}, async ({ url, apiUrl }) => {
      const addressOf = async (headers: Record<string, string>) =>
        /<code>(.*?)<\/code>/.exec(await (await fetch(url, { headers })).text())?.[1];
      assert.equal(await addressOf({}), apiUrl);
      assert.equal(await addressOf({ "x-forwarded-proto": "https" }), apiUrl.replace("http:", "https:"));
    }));

  it("exit_url accepts only http and https URLs", () => {
    for (const exit_url of [
      "blob:https://a.example/1",
      "filesystem:https://a.example/1",
      "javascript:1",
      "data:,x",
    ]) {
      const { options, parameters } = readLinkOptions(new URLSearchParams({ exit_url }));
      assert.deepEqual(options, {});
      assert.deepEqual(parameters[0], {
        name: "exit_url",
        value: exit_url,
        effect: "must be a URL",
        invalid: true,
      });
    }
  });

  it("the content policy allows the origins of images and sound in the link parameters", () =>
    withEmulator({}, async ({ url }, send) => {
      const id = await createRoom(send);
      const { headers } = await fetch(
        `${url}/${id}?bg_img_url=https://a.example/x.png&lobby_music=http://b.example:8000/y&lobby_img_1=javascript:1`,
      );
      const policy = headers.get("content-security-policy") ?? "";
      assert.ok(
        policy.includes("img-src 'self' https://a.example; media-src 'self' http://b.example:8000;"),
        policy,
      );
    }));

  it("pages contain no credentials except the App ID in a moderator link", () =>
    withEmulator({}, async ({ url, appId, appKey }, send) => {
      const id = await createRoom(send);
      const participant = await (await fetch(`${url}/${id}`)).text();
      const overview = await (await fetch(url)).text();
      assert.ok(!participant.includes(appId) && !participant.includes(btoa(`${id}-${appId}`)));
      assert.ok(!participant.includes(appKey) && !overview.includes(appKey));
    }));

  it("join and close accept requests from the page itself, not from other origins", () =>
    withEmulator({}, async ({ port, appId }, send) => {
      const id = await createRoom(send);
      const host = `meet.test:${port}`;
      const body = '{"name":"Ada"}';
      const at = (path: string, headers: object) => statusOf(port, "POST", path, { host, ...headers }, body);
      assert.equal(await at(`/${id}/join`, { origin: "https://evil.example" }), 409);
      assert.equal(await at(`/${id}/join`, { "sec-fetch-site": "cross-site" }), 409);
      assert.equal(await at(`/host/${btoa(`${id}-${appId}`)}/close`, { origin: "null" }), 409);
      assert.equal((await send("GET", `/rooms/${id}/users`)).json.total, 0);
      assert.equal(await at(`/${id}/join`, { origin: `http://${host}` }), 200);
      // A proxy in front of the emulator may use https.
      assert.equal(
        await at(`/${id}/join`, { origin: `https://${host}`, "sec-fetch-site": "same-origin" }),
        200,
      );
      assert.equal((await send("GET", `/rooms/${id}/users`)).json.total, 2);
    }));

  it("pages show a numeric room name, and a placeholder for an invisible name", () =>
    withEmulator({}, async (emulator, send) => {
      const titleOf = async (name: unknown) => {
        const body = { ...roomWith(), name, owner_ref: name };
        const { room_id } = (await send("POST", "/rooms", body)).json.room;
        emulator.join(room_id, { name: String(name) });
        const [page, overview] = await Promise.all(
          [`${emulator.url}/${room_id}`, emulator.url].map(async (url) => (await fetch(url)).text()),
        );
        const title = /<title>(.*?)<\/title>/s.exec(page!)?.[1] ?? "";
        assert.ok(page!.includes(`<h1 class="clamped" title="${title}">${title}</h1>`), title);
        assert.ok(overview!.includes(`<h3 class="clamped" title="${title}">${title}</h3>`), title);
        const { json } = await send("GET", `${emulator.url}/${room_id}/live`);
        return [title, json.people[0].name];
      };
      assert.deepEqual(await titleOf(-42.5), ["-42.5", "-42.5"]);
      assert.deepEqual(await titleOf(0), ["0", "0"]);
      for (const blank of [" ", "\t\n", "\u200b", "\u3000\u00ad"]) {
        assert.deepEqual(await titleOf(blank), ["Room without a name", "Guest"], JSON.stringify(blank));
      }
      assert.deepEqual(await titleOf(" a "), [" a ", " a "]);
      const { json } = await send("GET", `${emulator.url}/_pages/overview?search=-42.5`);
      assert.match(json.rooms, /^<p class="count">1 of 7 rooms/);
    }));

  it("a participant cannot close a meeting, and joining requires a name", () =>
    withEmulator({}, async ({ url }, send) => {
      const id = await createRoom(send);
      const post = (path: string, body: unknown) =>
        fetch(url + path, { method: "POST", body: JSON.stringify(body) });
      assert.equal((await post(`/${id}/close`, {})).status, 409);
      assert.equal((await post(`/${id}/join`, { name: "  " })).status, 400);
      assert.equal((await post(`/${id}/join`, {})).status, 400);
      assert.equal((await post(`/${"0".repeat(24)}/join`, { name: "Ada" })).status, 404);
    }));

  it("a participant cannot join before the moderator if the room has wait_for_moderator", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await createRoom(send, { wait_for_moderator: true });
      const post = () => fetch(`${emulator.url}/${id}/join`, { method: "POST", body: '{"name":"Ada"}' });
      const response = await post();
      assert.deepEqual(
        [response.status, await response.json()],
        [409, { error: "The moderator has not arrived yet" }],
      );
      emulator.join(id, { role: "moderator" });
      assert.equal((await post()).status, 200);
    }));

  it("a page stays in its meeting when the emulator restarts", () =>
    withFolder(async (folder) => {
      const options = { data: join(folder, "rooms.json") };
      let path = "";
      await withEmulator(options, async ({ url }, send) => {
        const id = await createRoom(send);
        const response = await fetch(`${url}/${id}/join`, { method: "POST", body: '{"name":"Ada"}' });
        path = `/${id}/live?client=${((await response.json()) as any).clientId}`;
      });
      await using emulator = await startEmulator(options);
      assert.equal(((await (await fetch(emulator.url + path)).json()) as any).inside, true);
    }));
});

describe("emulator: presence of pages", () => {
  it("only pages that send no requests are removed from a room", () => {
    let time = 0;
    const service = createService({ seed: 1, accounts: [account] });
    const presence = createPresence(service, () => time);
    const room = {
      room_id: service.rooms.nextId(),
      name: "a",
      owner_ref: "b",
      settings: { participants: 9 },
      created: new Date(0).toISOString(),
      users: [],
    };
    service.rooms.put(account.appId, room);
    const names = () => service.rooms.find(account.appId, room.room_id).users.map(({ name }) => name);
    const page = enter(service, room.room_id, { name: "page", viaPage: true });
    // As after a restart, this page has not sent a request yet.
    enter(service, room.room_id, { name: "old page", viaPage: true });
    enter(service, room.room_id, { name: "control route" });
    time = presenceTimeoutMs;
    presence.heartbeat(page.clientId);
    assert.equal(presence.sweep(), 0);
    time++;
    assert.equal(presence.sweep(), 1);
    assert.deepEqual(names(), ["page", "control route"]);
    time = 2 * presenceTimeoutMs + 1;
    assert.equal(presence.sweep(), 1);
    assert.deepEqual(names(), ["control route"]);
  });
});

describe("emulator: parameters of a meeting link", () => {
  const read = (query: string) => readLinkOptions(new URLSearchParams(query));

  it("only documented parameters with valid values are accepted", () => {
    const { options, parameters } = read(
      "name=Ada&video=yes&audio=maybe&lobby_timeout=0&lobby_timeout=30&exit_url=javascript:alert(1)&bg_img_url=/x.png&icon_color=%23fff&con_bg_color=url(x)&grid_view=leader&skipMediaPermissionPrompt&nmae=x",
    );
    assert.deepEqual(options, {
      name: "Ada",
      video: "yes",
      lobby_timeout: "30",
      icon_color: "#fff",
      con_bg_color: "url(x)",
      grid_view: "leader",
      skipMediaPermissionPrompt: "yes",
    });
    assert.deepEqual(
      parameters.filter(({ invalid }) => invalid).map(({ name, effect }) => [name, effect]),
      [
        ["audio", "must be yes or no"],
        ["lobby_timeout", "must be a number of seconds"],
        ["exit_url", "must be a URL"],
        ["bg_img_url", "must be a URL"],
        ["nmae", "not a documented parameter"],
      ],
    );
  });

  it("any query is parsed, and URLs and origins are safe", () => {
    const names = [
      "name",
      "exit_url",
      "bg_img_url",
      "lobby_music",
      "icon_color",
      "video",
      "__proto__",
      "toString",
    ];
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      webUrl(),
      fc.constantFrom("yes", "no", "http://[", "//x", "http://a;sandbox/", "http://a,b/"),
    );
    const pair = fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string()), value);
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const { options, parameters } = readLinkOptions(new URLSearchParams(pairs));
        assert.equal(parameters.length, pairs.length);
        for (const url of [options.exit_url, options.bg_img_url, options.lobby_music]) {
          assert.match(url ?? "http://x", /^https?:\/\//);
        }
        const { images, media } = loadedOrigins(options);
        // A space or a semicolon in an origin could extend the content policy.
        for (const origin of [...images, ...media]) assert.match(origin, /^https?:\/\/[^\s;,']+$/);
      }),
    );
  });
});
