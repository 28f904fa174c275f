import assert from "node:assert/strict";
import { request } from "node:http";
import { join } from "node:path";
import fc from "fast-check";
import { startEmulator } from "../../emulator/index";
import { loadedOrigins, readLinkOptions } from "../../emulator/pages/link-options";
import { createPresence, silenceMs } from "../../emulator/pages/presence";
import { createService, join as enter } from "../../emulator/service";
import { makeRoom, roomWith, withEmulator } from "./client";
import { withFolder } from "./folder";

const account = { appId: "a".repeat(24), appKey: "B".repeat(36) };

/** Sends with headers that `fetch` would not let a test set. */
function statusOf(port: number, method: string, path: string, headers: object, body = ""): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request({ port, host: "127.0.0.1", method, path, headers: { ...headers } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on("error", reject)
      .end(body);
  });
}

describe("emulator: pages", () => {
  it("may load, run and talk to nothing but the emulator", () =>
    withEmulator({}, async ({ url, appId }, send) => {
      const id = await makeRoom(send);
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

  it("show the API's address as it is reached", () =>
    withEmulator({}, async ({ url, apiUrl }) => {
      const addressOf = async (headers: Record<string, string>) =>
        /<code>(.*?)<\/code>/.exec(await (await fetch(url, { headers })).text())?.[1];
      assert.equal(await addressOf({}), apiUrl);
      assert.equal(await addressOf({ "x-forwarded-proto": "https" }), apiUrl.replace("http:", "https:"));
    }));

  it("go to addresses of http and https only", () => {
    for (const exit_url of [
      "blob:https://a.example/1",
      "filesystem:https://a.example/1",
      "javascript:1",
      "data:,x",
    ]) {
      const { options, told } = readLinkOptions(new URLSearchParams({ exit_url }));
      assert.deepEqual(options, {});
      assert.deepEqual(told[0], {
        name: "exit_url",
        value: exit_url,
        does: "takes web address",
        wrong: true,
      });
    }
  });

  it("may load the images and sound that their link names, from there only", () =>
    withEmulator({}, async ({ url }, send) => {
      const id = await makeRoom(send);
      const { headers } = await fetch(
        `${url}/${id}?bg_img_url=https://a.example/x.png&lobby_music=http://b.example:8000/y&lobby_img_1=javascript:1`,
      );
      const policy = headers.get("content-security-policy") ?? "";
      assert.ok(
        policy.includes("img-src 'self' https://a.example; media-src 'self' http://b.example:8000;"),
        policy,
      );
    }));

  it("name no credential but the App ID that a moderator link holds", () =>
    withEmulator({}, async ({ url, appId, appKey }, send) => {
      const id = await makeRoom(send);
      const participant = await (await fetch(`${url}/${id}`)).text();
      const overview = await (await fetch(url)).text();
      assert.ok(!participant.includes(appId) && !participant.includes(btoa(`${id}-${appId}`)));
      assert.ok(!participant.includes(appKey) && !overview.includes(appKey));
    }));

  it("let in whoever asks from the page itself, and nobody who asks from another", () =>
    withEmulator({}, async ({ port, appId }, send) => {
      const id = await makeRoom(send);
      const host = `meet.test:${port}`;
      const body = '{"name":"Ada"}';
      const at = (path: string, headers: object) => statusOf(port, "POST", path, { host, ...headers }, body);
      assert.equal(await at(`/${id}/join`, { origin: "https://evil.example" }), 409);
      assert.equal(await at(`/${id}/join`, { "sec-fetch-site": "cross-site" }), 409);
      assert.equal(await at(`/host/${btoa(`${id}-${appId}`)}/close`, { origin: "null" }), 409);
      assert.equal((await send("GET", `/rooms/${id}/users`)).json.total, 0);
      assert.equal(await at(`/${id}/join`, { origin: `http://${host}` }), 200);
      // Something that speaks https may stand in front of the emulator.
      assert.equal(
        await at(`/${id}/join`, { origin: `https://${host}`, "sec-fetch-site": "same-origin" }),
        200,
      );
      assert.equal((await send("GET", `/rooms/${id}/users`)).json.total, 2);
    }));

  it("show a name that is a number, and something in the place of one that nobody can see", () =>
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

  it("do not let a participant close a meeting, nor someone without a name in", () =>
    withEmulator({}, async ({ url }, send) => {
      const id = await makeRoom(send);
      const post = (path: string, body: unknown) =>
        fetch(url + path, { method: "POST", body: JSON.stringify(body) });
      assert.equal((await post(`/${id}/close`, {})).status, 409);
      assert.equal((await post(`/${id}/join`, { name: "  " })).status, 400);
      assert.equal((await post(`/${id}/join`, {})).status, 400);
      assert.equal((await post(`/${"0".repeat(24)}/join`, { name: "Ada" })).status, 404);
    }));

  it("do not let a participant in before the moderator, where the room says so", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await makeRoom(send, { wait_for_moderator: true });
      const post = () => fetch(`${emulator.url}/${id}/join`, { method: "POST", body: '{"name":"Ada"}' });
      const refused = await post();
      assert.deepEqual(
        [refused.status, await refused.json()],
        [409, { error: "The moderator is not here yet" }],
      );
      emulator.join(id, { role: "moderator" });
      assert.equal((await post()).status, 200);
    }));

  it("keep their stay when the emulator is started again", () =>
    withFolder(async (folder) => {
      const options = { data: join(folder, "rooms.json") };
      let path = "";
      await withEmulator(options, async ({ url }, send) => {
        const id = await makeRoom(send);
        const answer = await fetch(`${url}/${id}/join`, { method: "POST", body: '{"name":"Ada"}' });
        path = `/${id}/live?client=${((await answer.json()) as any).clientId}`;
      });
      await using emulator = await startEmulator(options);
      assert.equal(((await (await fetch(emulator.url + path)).json()) as any).inside, true);
    }));
});

describe("emulator: pages that are not heard of any more", () => {
  it("lose their stay after a while, and nobody else does", () => {
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
    // As after a restart, nothing was ever heard of this one.
    enter(service, room.room_id, { name: "old page", viaPage: true });
    enter(service, room.room_id, { name: "control route" });
    time = silenceMs;
    presence.hear(page.clientId);
    assert.equal(presence.sweep(), 0);
    time++;
    assert.equal(presence.sweep(), 1);
    assert.deepEqual(names(), ["page", "control route"]);
    time = 2 * silenceMs + 1;
    assert.equal(presence.sweep(), 1);
    assert.deepEqual(names(), ["control route"]);
  });
});

describe("emulator: parameters of a meeting link", () => {
  const read = (query: string) => readLinkOptions(new URLSearchParams(query));

  it("take documented values only", () => {
    const { options, told } = read(
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
      told.filter(({ wrong }) => wrong).map(({ name, does }) => [name, does]),
      [
        ["audio", "takes yes or no"],
        ["lobby_timeout", "takes seconds"],
        ["exit_url", "takes web address"],
        ["bg_img_url", "takes web address"],
        ["nmae", "not a documented parameter"],
      ],
    );
  });

  it("are read, whatever they are", () => {
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
      fc.webUrl(),
      fc.constantFrom("yes", "no", "http://[", "//x", "http://a;sandbox/", "http://a,b/"),
    );
    const pair = fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string()), value);
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const { options, told } = readLinkOptions(new URLSearchParams(pairs));
        assert.equal(told.length, pairs.length);
        for (const url of [options.exit_url, options.bg_img_url, options.lobby_music]) {
          assert.match(url ?? "http://x", /^https?:\/\//);
        }
        const { images, media } = loadedOrigins(options);
        // One that held a blank or a semicolon could add to the policy.
        for (const origin of [...images, ...media]) assert.match(origin, /^https?:\/\/[^\s;,']+$/);
      }),
    );
  });
});
