import assert from "node:assert/strict";
import { createRoom, noon, type Send, withEmulator } from "../../support/emulator";

const minutes = (count: number) => count * 60_000;
const scheduled = { scheduled: true, scheduled_time: "2026-05-04 15:00:00", duration: 30 };

async function tokenCode(send: Send, id: string, role = "participant"): Promise<number> {
  return (await send("POST", `/rooms/${id}/tokens`, { name: "Ada", user_ref: "ada", role })).json.result;
}

describe("emulator: an active room", () => {
  it("updating or deleting an active room fails with 10030 until everyone has left", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await createRoom(send);
      const ada = emulator.join(id, { name: "Ada" });
      emulator.join(id, { name: "Bob" });
      for (const method of ["PATCH", "DELETE"]) {
        const { status, json } = await send(method, `/rooms/${id}`, method === "PATCH" ? {} : undefined);
        assert.equal(status, 409);
        assert.deepEqual(json, {
          result: 10030,
          error: "[Reason] Denied update request on active room",
          desc: "",
        });
      }
      assert.equal(emulator.leave(id, ada), 1);
      assert.equal((await send("DELETE", `/rooms/${id}`)).json.result, 10030);
      assert.equal(emulator.leave(id), 1);
      assert.equal((await send("PATCH", `/rooms/${id}`, {})).json.result, 0);
      assert.equal((await send("DELETE", `/rooms/${id}`)).json.result, 0);
    }));

  it("the users of an active room are listed", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await createRoom(send);
      assert.equal((await send("GET", `/rooms/${id}/users`)).text, '{"result":0,"total":0,"users":[]}');
      emulator.join(id, { name: "Ada", userRef: "ada", role: "moderator" });
      assert.deepEqual((await send("GET", `/rooms/${id}/users`)).json, {
        result: 0,
        total: 1,
        users: [
          {
            name: "Ada",
            user_ref: "ada",
            role: "moderator",
            permissions: {
              publish: true,
              subscribe: true,
              record: false,
              stats: true,
              controlhandlers: true,
            },
          },
        ],
      });
      assert.equal(emulator.rooms()[0]?.isRoomActive, true);
      emulator.leave(id);
      assert.equal(emulator.rooms()[0]?.isRoomActive, undefined);
    }));

  it("leave with a userRef removes all clients of that person", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await createRoom(send);
      emulator.join(id, { userRef: "ada" });
      emulator.join(id, { userRef: "ada" });
      emulator.join(id);
      assert.equal(emulator.leave(id, { userRef: "ada" }), 2);
      assert.equal(emulator.leave(id, { userRef: "nobody" }), 0);
    }));

  it("moderators and participants are counted separately, and one too many fails with 10114", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await createRoom(send, { participants: "1" });
      emulator.join(id);
      const full = await send("POST", `/rooms/${id}/tokens`, {
        name: "Bob",
        user_ref: "b",
        role: "participant",
      });
      assert.equal(full.text, '{"result":10114,"error":"[Reason] Token Denied. Room is full.","desc":""}');
      assert.throws(() => emulator.join(id), /Room is full/);
      assert.equal(await tokenCode(send, id, "moderator"), 0);
      emulator.join(id, { role: "moderator" });
      assert.equal(await tokenCode(send, id, "moderator"), 10114);
      assert.equal(await tokenCode(send, id, "viewer"), 0);
    }));
});

describe("emulator: a scheduled room", () => {
  it("a scheduled room can be joined from 15 minutes before its start until its end", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      const id = await createRoom(send, scheduled);
      const at = async (time: string) => {
        emulator.setTime(new Date(`2026-05-04T${time}Z`));
        return tokenCode(send, id);
      };
      assert.equal(await at("14:44:59"), 10113);
      assert.equal(await at("14:45:00"), 0);
      assert.equal(await at("15:29:59"), 0);
      assert.equal(await at("15:30:00"), 10112);
      await at("15:29:00");
      emulator.join(id);
      assert.equal(await at("16:00:00"), 0);
      emulator.leave(id);
      assert.equal(await at("16:00:01"), 10111);
      assert.equal((await send("GET", `/rooms/${id}`)).json.result, 0);
    }));

  it("a scheduled room can be deleted but not updated from 15 minutes before its start until its end", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      const id = await createRoom(send, scheduled);
      const at = async (time: string) => {
        emulator.setTime(new Date(`2026-05-04T${time}Z`));
        return (await send("PATCH", `/rooms/${id}`, { name: "Other" })).json.result;
      };
      assert.equal(await at("14:44:59"), 0);
      assert.equal(await at("14:45:00"), 10030);
      assert.equal(await at("15:29:59"), 10030);
      assert.equal(await at("15:30:00"), 0);
      await at("15:00:00");
      assert.equal((await send("DELETE", `/rooms/${id}`)).json.result, 0);
    }));
});

describe("emulator: an adhoc room", () => {
  it("an adhoc room stays until it is used", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      const id = await createRoom(send, { adhoc: true, duration: 30 });
      emulator.advance(minutes(60 * 24 * 365));
      assert.equal((await send("GET", `/rooms/${id}`)).json.result, 0);
    }));

  it("an adhoc room is gone when its session ends", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      const id = await createRoom(send, { adhoc: true });
      emulator.join(id);
      assert.equal((await send("GET", `/rooms/${id}`)).json.result, 0);
      emulator.leave(id);
      assert.equal((await send("GET", `/rooms/${id}`)).json.result, 40001);
      assert.deepEqual((await send("GET", "/rooms")).json.rooms, []);
    }));

  it("an ended adhoc room stays gone if the clock is set back", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      const id = await createRoom(send, { adhoc: true });
      emulator.join(id);
      emulator.leave(id);
      emulator.advance(-minutes(1));
      assert.equal((await send("GET", `/rooms/${id}`)).json.result, 40001);
      assert.throws(() => emulator.join(id), /Room not found/);
    }));

  it("an adhoc room with a duration is gone that many minutes after its first session began, when empty", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      const get = async (id: string) => (await send("GET", `/rooms/${id}`)).json.result;
      const [empty, full] = [
        await createRoom(send, { adhoc: true, duration: "30" }),
        await createRoom(send, { adhoc: true, duration: 30 }),
      ];
      emulator.join(empty);
      emulator.join(full);
      emulator.leave(empty);
      emulator.advance(minutes(30) - 1);
      assert.equal(await get(empty), 0);
      emulator.advance(1);
      assert.equal(await get(empty), 40001);
      assert.equal(await get(full), 0);
      emulator.leave(full);
      assert.equal(await get(full), 40001);
      emulator.advance(-minutes(30));
      assert.equal(await get(empty), 40001, "a room that is gone stays gone");
    }));
});
