import assert from "node:assert/strict";
import { startEmulator } from "../../emulator/index";
import type { Fetch } from "../../provider/api/transport";
import { createRoom, createRooms, noon, sender } from "../support/emulator";
import { configFor, withPlugin, withRooms } from "../support/plugin";
import { asset, secret, shown } from "../support/protocol";

/** An API that responds to every request with the same body. */
const answering =
  (body: object): Fetch =>
  async () => ({ status: 200, headers: { get: () => null }, text: async () => JSON.stringify(body) });

describe("plugin: functions", () => {
  it("getRoom returns a room without its secrets", () =>
    withRooms(
      async (provider, emulator) => {
        const id = await createRoom(sender(emulator), {
          live_recording: { auto_recording: true, url: "rtmps://h/key" },
        });
        emulator.join(id);
        const { result, failures } = await provider.invoke("enablex:index:getRoom", { roomId: id });
        assert.deepEqual(failures, []);
        const { participantUrl, roomId, created, active, name, ownerRef, participants, kind } = result!;
        assert.deepEqual(
          { participantUrl, roomId, created, active, name, ownerRef, participants, kind },
          {
            participantUrl: `${emulator.meetingUrl}/${id}`,
            roomId: id,
            created: noon().toISOString(),
            active: true,
            name: "Stand-up",
            ownerRef: "ops",
            participants: 3,
            kind: "permanent",
          },
        );
        assert.ok(!/key|host\//.test(JSON.stringify(result)));
      },
      { emulator: { now: noon } },
    ));

  it("getRooms finds rooms by name and reference, oldest first", () =>
    withRooms(async (provider, emulator) => {
      await createRooms(emulator, ["b", "a", "c"]);
      const names = async (query: object) =>
        (await provider.invoke("enablex:index:getRooms", query)).result!.rooms.map((each: any) => each.name);
      assert.deepEqual(await names({}), ["b", "a", "c"]);
      assert.deepEqual(await names({ name: "a" }), ["a"]);
      assert.deepEqual(await names({ ownerRef: "c-ref", name: "a" }), []);
    }));

  it("getRoomUsers returns the people in a room", () =>
    withRooms(async (provider, emulator) => {
      const id = await createRoom(sender(emulator));
      const ask = async () => (await provider.invoke("enablex:index:getRoomUsers", { roomId: id })).result;
      assert.deepEqual(await ask(), { users: [] });
      emulator.join(id, { name: "Ada", userRef: "ada", role: "moderator" });
      assert.deepEqual(await ask(), { users: [{ name: "Ada", userRef: "ada", role: "moderator" }] });
    }));

  it("use the account that the arguments name", async () => {
    const other = { appId: "a".repeat(24), appKey: "B".repeat(36) };
    await using emulator = await startEmulator({ accounts: [other] });
    await withPlugin({}, async (provider) => {
      await provider.configure({ ...configFor(emulator), accounts: JSON.stringify({ other }) });
      const id = await createRoom(
        sender({ ...emulator, ...other, url: emulator.url, apiUrl: emulator.apiUrl }),
      );
      const found = await provider.invoke("enablex:index:getRooms", { account: "other" });
      assert.deepEqual(
        found.result!.rooms.map((each: any) => each.roomId),
        [id],
      );
      assert.deepEqual((await provider.invoke("enablex:index:getRooms", {})).result, { rooms: [] });
      await assert.rejects(
        provider.invoke("enablex:index:getRooms", { account: "othr" }),
        /did you mean other\?/,
      );
    });
  });

  it("reject all wrong arguments by name at once", () =>
    withRooms(async (provider) => {
      const failed = async (token: string, args: object) =>
        (await provider.invoke(`enablex:index:${token}`, args)).failures.map(({ reason }) => reason).sort();
      assert.deepEqual(await failed("getRoom", { roomid: "x", account: 5 }), [
        "account: is not a string",
        "roomId: is required; write a string",
        "roomid: is not an argument; did you mean roomId?",
      ]);
      assert.deepEqual(await failed("getRoom", { roomId: "x" }), [
        "roomId: is not a room id, which has 24 hexadecimal digits; copy the end of the room's participant link",
      ]);
      assert.match((await failed("getRooms", { name: asset }))[0]!, /^name: a file cannot/);
      await assert.rejects(
        provider.invoke("enablex:index:getRoom", { roomId: "1".repeat(24) }),
        /Reading room 1{24} failed/,
      );
    }));

  it("accept a room id in capitals and use the API's spelling", () =>
    withRooms(async (provider, emulator) => {
      const id = await createRoom(sender(emulator));
      const { result } = await provider.invoke("enablex:index:getRoom", { roomId: id.toUpperCase() });
      assert.equal(result!.roomId, id);
      assert.ok(emulator.requests.at(-1)!.path.endsWith(id));
      emulator.join(id, { name: "Ada" });
      const users = await provider.invoke("enablex:index:getRoomUsers", { roomId: id.toUpperCase() });
      assert.equal(users.result!.users[0].name, "Ada");
    }));

  it("return the valid rooms of a response that also contains invalid ones", () =>
    withPlugin(
      {
        fetch: answering({
          result: 0,
          rooms: [{ name: "no id" }, null, { room_id: "1".repeat(24), name: "a" }],
        }),
      },
      async (provider) => {
        await provider.configure({ appId: "a".repeat(24), appKey: "k", meetingUrl: "https://m.example.com" });
        const { result } = await provider.invoke("enablex:index:getRooms", {});
        assert.deepEqual(
          result!.rooms.map((each: any) => each.name),
          ["a"],
        );
      },
    ));

  it("return secrets if an argument is a secret", () =>
    withRooms(async (provider, emulator) => {
      const id = await createRoom(sender(emulator));
      const { result } = await provider.invoke("enablex:index:getRoom", { roomId: secret(id) });
      assert.deepEqual(result!.roomId, secret(id));
    }));
});

describe("plugin: functions that send no request", () => {
  const link = "https://acme.yourvideo.live/60af1c2e5f8b9a0012345678";
  const hostLink = "https://acme.yourvideo.live/host/c2VjcmV0LWxpbms=";

  it("joinUrl and embedHtml return a secret for a secret link, and no secret otherwise", () =>
    withRooms(async (provider, emulator) => {
      const join = async (args: object) => (await provider.invoke("enablex:index:joinUrl", args)).result;
      const embed = async (args: object) => (await provider.invoke("enablex:index:embedHtml", args)).result;
      assert.deepEqual(await join({ url: link, landing: false, name: "Ada" }), {
        url: `${link}?name=Ada&landing=no`,
      });
      assert.deepEqual(await join({ url: secret(hostLink), video: true }), {
        url: secret(`${hostLink}?video=yes`),
      });
      const html = (await embed({ url: link, height: 720 }))!.html;
      assert.match(html, / title="Meeting" width="100%" height="720" /);
      assert.deepEqual(await embed({ url: secret(link), height: 720 }), { html: secret(html) });
      assert.deepEqual(emulator.requests, []);
    }));

  it("moderatorUrl returns the host link as a secret, from App ID and origin of the account alone", () =>
    withRooms(async (provider, emulator) => {
      const id = await createRoom(sender(emulator));
      emulator.clearRequests();
      const { result } = await provider.invoke("enablex:index:moderatorUrl", { roomId: id });
      const url = shown(result).url;
      assert.deepEqual(result, { url: secret(url) });
      assert.deepEqual(emulator.requests, []);
      assert.match(await (await fetch(url)).text(), /as moderator/);
      await assert.rejects(
        provider.invoke("enablex:index:moderatorUrl", { roomId: id, account: "eu" }),
        /enablex:accounts is not set/,
      );
    }));

  it("reject wrong arguments by name, without any value", () =>
    withRooms(async (provider) => {
      const failed = async (token: string, args: object) =>
        (await provider.invoke(`enablex:index:${token}`, args)).failures.map(({ reason }) => reason).sort();
      assert.deepEqual(
        await failed("joinUrl", {
          url: `x ${hostLink}`,
          gridView: hostLink,
          video: "no",
          lobyTimeout: hostLink,
        }),
        [
          "gridView: is not one of gallery, leader",
          "lobyTimeout: is not an argument; did you mean lobbyTimeout?",
          "url: is not a URL; pass a room's participantUrl or moderatorUrl",
          "video: is not true or false",
        ],
      );
      assert.deepEqual(await failed("joinUrl", { url: link, landing: false }), [
        "landing: false requires name, because only the landing page asks for it",
      ]);
      assert.deepEqual(await failed("embedHtml", { width: true }), [
        "url: is required; write a string",
        "width: is not a number of pixels or a string such as 50%",
      ]);
      assert.deepEqual(await failed("moderatorUrl", { roomId: hostLink, meetingUrl: "http://a.b" }), [
        "meetingUrl: is plain http, which is refused for any host but this machine (localhost, 127.0.0.1); write https://…",
        "roomId: is not a room id, which has 24 hexadecimal digits; copy the end of the room's participant link",
      ]);
    }));
});
