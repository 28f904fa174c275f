import assert from "node:assert/strict";
import { createRoom, noon, roomWith, withEmulator } from "../../support/emulator";

/** A request of 24 November 2021, from published logs of the real API. */
const loggedRequest = {
  name: "test Room",
  owner_ref: "xdada",
  settings: {
    description: "",
    scheduled: false,
    scheduled_time: "",
    participants: "2",
    duration: "60",
    auto_recording: false,
    active_talker: true,
    wait_moderator: false,
    quality: "HD",
    adhoc: false,
    mode: "group",
    canvas: true,
    abwd: true,
    max_active_talkers: "2",
  },
  sip: { enabled: false },
};
const loggedSettings =
  '"settings":{"mode":"group","scheduled":false,"adhoc":false,"duration":"60","participants":"2","auto_recording":false,"screen_share":true,"canvas":true,"abwd":true,"media_configuration":"default","quality":"HD","moderators":1,"active_talker":true,"max_active_talkers":"2","encryption":false,"watermark":false,"single_file_recording":false,"media_zone":"XX"}';

describe("emulator: rooms", () => {
  it("the response to a create has the bytes of the real API except ids and time", () =>
    withEmulator({ now: noon }, async (_, send) => {
      const { status, text, json, headers } = await send("POST", "/rooms/", loggedRequest);
      const { service_id, room_id } = json.room;
      assert.equal(status, 200);
      assert.equal(
        text,
        `{"result":0,"room":{"name":"test Room","service_id":"${service_id}","owner_ref":"xdada",${loggedSettings},"sip":{"enabled":false},"created":"2026-05-04T12:00:00.000Z","room_id":"${room_id}"}}`,
      );
      assert.match(service_id, /^[0-9a-f]{24}$/);
      assert.equal(headers.get("content-length"), String(Buffer.byteLength(text)));
      assert.equal(headers.get("transfer-encoding"), null);
    }));

  it("the response to a get of an active room has the bytes of the real API except ids and time", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      const { room_id, service_id } = (await send("POST", "/rooms", loggedRequest)).json.room;
      emulator.join(room_id);
      const { text, json } = await send("GET", `/rooms/${room_id}`);
      assert.equal(
        text,
        `{"result":0,"room":{"name":"test Room","service_id":"${service_id}","owner_ref":"xdada",${loggedSettings},"created":"2026-05-04T12:00:00.000Z","enablexControllerId":"${json.room.enablexControllerId}","isRoomActive":true,"isMediaServerAvailable":false,"room_id":"${room_id}","sip":{"enabled":false}}}`,
      );
    }));

  it("the first 8 digits of a room id are the seconds of the clock", () =>
    withEmulator({ now: noon }, async (_, send) => {
      const id = await createRoom(send);
      assert.match(id, /^[0-9a-f]{24}$/);
      assert.equal(Number.parseInt(id.slice(0, 8), 16), noon().getTime() / 1000);
    }));

  it("the same create twice creates two rooms", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      assert.notEqual(await createRoom(send), await createRoom(send));
      assert.equal(emulator.rooms().length, 2);
    }));

  it("the same seed gives the same room ids, another seed gives others", async () => {
    const ids: string[] = [];
    for (const seed of [7, 7, 8]) {
      await withEmulator({ now: noon, seed }, async (_, send) => void ids.push(await createRoom(send)));
    }
    assert.equal(ids[0], ids[1]);
    assert.notEqual(ids[0], ids[2]);
  });

  it("defaults of unsent settings are numbers", () =>
    withEmulator({}, async (_, send) => {
      const { settings } = (await send("POST", "/rooms", roomWith({ participants: "30" }))).json.room;
      assert.equal(settings.moderators, 1);
      assert.equal(settings.max_active_talkers, 16);
      assert.equal("abwd" in settings, false);
      assert.equal("duration" in settings, false);
    }));

  it("a create returns data unchanged and ignores unknown keys", () =>
    withEmulator({}, async (_, send) => {
      const data = { a: [1, "", null, { b: false }], "": 0 };
      const created = await send("POST", "/rooms", { ...roomWith(), data, enabled: true });
      assert.deepEqual(created.json.room.data, data);
      assert.equal("enabled" in created.json.room, false);
    }));

  it("a room with SIP keeps its numeric pin and meeting id", () =>
    withEmulator({}, async (_, send) => {
      const { room } = (await send("POST", "/rooms", { ...roomWith(), sip: { enabled: true } })).json;
      assert.equal(typeof room.sip.pin, "number");
      assert.equal(typeof room.sip.meeting_id, "number");
      await send("PATCH", `/rooms/${room.room_id}`, { sip: { enabled: false } });
      assert.deepEqual((await send("GET", `/rooms/${room.room_id}`)).json.room.sip, { enabled: false });
      await send("PATCH", `/rooms/${room.room_id}`, { sip: { enabled: true } });
      assert.deepEqual((await send("GET", `/rooms/${room.room_id}`)).json.room.sip, room.sip);
    }));

  it("the list returns rooms as get does, oldest first", () =>
    withEmulator({}, async (emulator, send) => {
      const ids = [await createRoom(send), await createRoom(send), await createRoom(send)];
      const { json } = await send("GET", "/rooms");
      assert.deepEqual(json, { result: 0, rooms: emulator.rooms() });
      assert.deepEqual(
        json.rooms.map((room: { room_id: string }) => room.room_id),
        ids,
      );
      assert.deepEqual(json.rooms[1], (await send("GET", `/rooms/${ids[1]}`)).json.room);
    }));

  it("an update merges settings by key, replaces data and sip, and drops empty settings", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      const body = {
        ...roomWith({ description: "Daily", canvas: true }),
        data: { a: 1, b: 2 },
        sip: { enabled: true },
      };
      const { room_id } = (await send("POST", "/rooms", body)).json.room;
      emulator.advance(1000);
      const changes = {
        name: "Other",
        settings: { description: "", quality: "SD" },
        data: { c: 3 },
        sip: { enabled: false },
      };
      const { status, text } = await send("PATCH", `/rooms/${room_id}`, changes);
      assert.deepEqual([status, text], [200, '{"result":0}']);
      const [room] = emulator.rooms();
      assert.equal(room?.name, "Other");
      assert.equal(room?.owner_ref, "ops");
      assert.equal(room?.updated, "2026-05-04T12:00:01.000Z");
      assert.deepEqual(room?.data, { c: 3 });
      assert.deepEqual(room?.sip, { enabled: false });
      assert.equal(room?.settings.quality, "SD");
      assert.equal(room?.settings.canvas, true);
      assert.equal("description" in room.settings, false);
    }));

  it("a deleted room is not found by any request", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await createRoom(send);
      const { status, text } = await send("DELETE", `/rooms/${id}`);
      assert.deepEqual([status, text], [200, '{"result":0}']);
      const token = { name: "Ada", user_ref: "ada", role: "moderator" };
      for (const [method, path, body] of [
        ["GET", ""],
        ["PATCH", "", {}],
        ["DELETE", ""],
        ["GET", "/users"],
        ["POST", "/tokens", token],
      ] as const) {
        const gone = await send(method, `/rooms/${id}${path}`, body);
        assert.equal(gone.status, 404, method + path);
        assert.equal(
          gone.text,
          '{"result":40001,"error":"[Reason] Room not found","desc":""}',
          method + path,
        );
      }
      assert.deepEqual(emulator.rooms(), []);
    }));
});
