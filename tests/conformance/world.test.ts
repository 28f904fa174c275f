import assert from "node:assert/strict";
import type { Emulator } from "../../emulator/index";
import { sender } from "../support/emulator";
import { bothFormsConform, failureOf, makeRoom } from "./conform";
import { otherAccount } from "./front-ends";

const changedElsewhere = (emulator: Emulator, id: string, body: object) =>
  sender(emulator)("PATCH", `/rooms/${id}`, body);
const deletedElsewhere = (emulator: Emulator, id: string) => sender(emulator)("DELETE", `/rooms/${id}`);

bothFormsConform("an existing room", {
  "that was changed elsewhere shows the changes, and an update reverts them": async (rooms) => {
    const { id, inputs, state } = await makeRoom(rooms, "standup", {
      participants: 8,
      customData: { team: "ops" },
      extraSettings: { viewers: 3 },
    });
    await changedElsewhere(rooms.emulator, id, {
      name: "Party",
      settings: { participants: "80", viewers: 9, quality: "LD" },
    });
    const read = await rooms.read(id, state);
    assert.deepEqual(read.inputs, {
      ...inputs,
      name: "Party",
      participants: 80,
      extraSettings: { viewers: 9 },
    });
    assert.deepEqual(await rooms.diff(id, read.state!, inputs), { changes: true, replaces: [] });
    const repaired = await rooms.update(id, read.state!, inputs);
    assert.deepEqual(repaired, state);
    assert.deepEqual(await rooms.read(id, repaired), { id, state, inputs });
  },

  "that was deleted elsewhere leaves the state with a warning": async (rooms) => {
    const { id, state } = await makeRoom(rooms, "standup", { participants: 8 });
    await deletedElsewhere(rooms.emulator, id);
    assert.equal((await rooms.read(id, state)).id, "");
    assert.match(rooms.lines.join(), new RegExp(`Room ${id} \\(standup\\) no longer exists`));
    assert.match(await failureOf(rooms.update(id, state, { ...state, participants: 9 })), /pulumi refresh/);
    await rooms.delete(id, state);
  },

  "of kind adhoc stays in the state after its call if whenEnded is keep": async (rooms) => {
    for (const whenEnded of ["recreate", "keep"]) {
      const { id, inputs, state } = await makeRoom(rooms, "call", {
        participants: 8,
        kind: "adhoc",
        whenEnded,
      });
      rooms.emulator.join(id);
      rooms.emulator.leave(id);
      const read = await rooms.read(id, state);
      if (whenEnded === "keep") assert.deepEqual(read, { id, state, inputs });
      else assert.equal(read.id, "");
      await rooms.delete(id, state);
    }
  },

  "of kind scheduled stays in the state after its end": async (rooms) => {
    rooms.emulator.setTime(new Date("2020-01-01T00:00:00Z"));
    const { id, inputs, state } = await makeRoom(rooms, "class", {
      participants: 8,
      kind: "scheduled",
      scheduledTime: "2020-01-02T09:00:00Z",
      durationMinutes: 30,
    });
    await deletedElsewhere(rooms.emulator, id);
    assert.deepEqual(await rooms.read(id, state), { id, state, inputs });
  },

  "is read by its id, at any time, and a wrong id fails": async (rooms) => {
    const { id, inputs } = await makeRoom(rooms, "standup", { participants: 8 });
    const where = { meetingUrl: "https://other.example.com" };
    const read = await rooms.read(id, where);
    const { declaredAs, whenEnded, ...wanted } = inputs;
    for (const [input, value] of Object.entries(wanted)) assert.deepEqual(read.state![input], value);
    assert.deepEqual(read.inputs, where);
    assert.equal(read.state!.participantUrl, `https://other.example.com/${id}`);

    assert.deepEqual(await rooms.read(id, read.state), read);
    await changedElsewhere(rooms.emulator, id, { name: "Party" });
    const again = await rooms.read(id, read.state);
    assert.deepEqual(again, { id, state: { ...read.state, name: "Party" }, inputs: where });
    assert.deepEqual(await rooms.diff(id, again.state!, where), { changes: false, replaces: [] });
    assert.match(await failureOf(rooms.read("1".repeat(24))), /^Room 1{24} does not exist in the project/);
    assert.match(await failureOf(rooms.read("standup")), /^The id is not a room id/);
  },

  "of another project never counts as deleted": async (rooms) => {
    const { id, inputs, state } = await makeRoom(rooms, "standup", { participants: 8, account: "other" });
    assert.equal(rooms.emulator.rooms(otherAccount.appId).length, 1);
    const { account, ...ours } = inputs;
    const { account: _, ...theirs } = state;
    const wanted = { ...ours, participants: 9 };
    for (const ask of [
      () => rooms.read(id, theirs),
      () => rooms.diff(id, theirs, wanted),
      () => rooms.update(id, theirs, wanted),
      () => rooms.delete(id, theirs),
    ]) {
      assert.match(await failureOf(ask()), /belongs to the project with App ID …aaaa.*uses …0504/);
    }
    assert.equal(rooms.emulator.rooms(otherAccount.appId).length, 1);
    assert.deepEqual((await rooms.diff(id, state, ours)).replaces, ["account"]);
  },

  "with people inside is not changed, and the error says so": async (rooms) => {
    const { id, state } = await makeRoom(rooms, "standup", { participants: 8 });
    rooms.emulator.join(id, { name: "Ada" });
    rooms.emulator.join(id, { name: "Bob" });
    for (const ask of [
      () => rooms.update(id, state, { ...state, participants: 9 }),
      () => rooms.delete(id, state),
    ]) {
      assert.match(await failureOf(ask()), /2 people are in room .*Nothing was changed/);
    }
  },

  "is read after an error in the API's other error format": async (rooms) => {
    const { id, state } = await makeRoom(rooms, "standup", { participants: 8 });
    rooms.emulator.setBehaviour({ errorStyle: "error_code" });
    assert.match(await failureOf(rooms.read("2".repeat(24), {})), /./);
    rooms.emulator.setBehaviour({ errorStyle: "result" });
    assert.equal((await rooms.read(id, state)).id, id);
  },

  "is adopted, or rejected if it cannot be adopted": async (rooms) => {
    const made = await sender(rooms.emulator)("POST", "/rooms", {
      name: "Board",
      owner_ref: "board-1",
      settings: { participants: "12", mode: "lecture", scheduled: false, adhoc: false },
      data: { keep: true },
    });
    const adoptRoomId = made.json.room.room_id;
    const board = { participants: 10, name: "Board", ownerRef: "board-1", adoptRoomId };

    const { failures } = await rooms.check("board", { participants: 10, adoptRoomId });
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["name", "ownerRef"],
    );
    const different = await rooms.check("board", board);
    assert.match(await failureOf(rooms.create(different.inputs)), /the room has lecture, the program group/);

    const { id, inputs, state } = await makeRoom(rooms, "board", { ...board, mode: "lecture" });
    assert.equal(id, adoptRoomId);
    const [room] = rooms.emulator.rooms() as any[];
    assert.deepEqual([room.settings.participants, room.data.keep], ["10", true]);
    assert.deepEqual(await rooms.diff(id, state, inputs), { changes: false, replaces: [] });

    assert.match(await failureOf(rooms.create(inputs)), /a replacement would delete the adopted room/);
    assert.match(await failureOf(rooms.diff(id, state, { ...inputs, mode: "group" })), /Remove adoptRoomId/);
    const other = { ...inputs, adoptRoomId: "3".repeat(24) };
    assert.match(await failureOf(rooms.diff(id, state, other)), /cannot adopt another one/);
    const { adoptRoomId: _, ...without } = inputs;
    assert.deepEqual(await rooms.diff(id, state, without), { changes: true, replaces: [] });
    const requests = rooms.emulator.requests.length;
    await rooms.update(id, state, without);
    assert.equal(rooms.emulator.requests.length, requests);
  },
});
