import assert from "node:assert/strict";
import { type Emulator, startEmulator } from "../../emulator/index";
import { sender } from "../support/emulator";
import { urnOf } from "../support/protocol";
import { failureOf } from "./conform";
import { type FrontEnd, startDynamic, startNative } from "./front-ends";
import { type Holder, memberHolder, roomHolder } from "./holders";

/**
 * Ownership of a room among independent processes: the program's dynamic provider, the default provider of
 * the native form and explicit ones, and room sets.
 */
describe("ownership of a room", () => {
  let emulator: Emulator;
  let processes: FrontEnd[];
  /** Each form, in its own process. */
  let forms: Record<string, (name: string) => Holder>;

  before(async () => {
    emulator = await startEmulator();
    processes = await Promise.all(
      [startDynamic, startDynamic, startNative, startNative].map((start) => start(emulator)),
    );
    const [dynamic, nextDynamic, native, nextNative] = processes as [FrontEnd, FrontEnd, FrontEnd, FrontEnd];
    forms = {
      "dynamic Room": (name) => roomHolder(dynamic, name),
      "dynamic Room of another run": (name) => roomHolder(nextDynamic, name),
      "native Room": (name) => roomHolder(native, name),
      "native Room of an explicit Provider": (name) => roomHolder(nextNative, name),
      "room of a RoomSet": (name) => memberHolder(native, name),
    };
  });
  after(async () => {
    for (const each of processes) await each[Symbol.asyncDispose]();
    await emulator.close();
  });
  beforeEach(() => emulator.reset());

  const linesSince = (seen: number[]) =>
    processes.flatMap(({ rooms }, i) => rooms.lines.slice(seen[i])).join("\n");
  const seenLines = () => processes.map(({ rooms }) => rooms.lines.length);
  const isThere = (id: string) => emulator.rooms().some(({ room_id }) => room_id === id);
  const changes = () => emulator.requests.filter(({ method }) => method !== "GET").length;
  const adoptionOf = (id: string) => ({
    adoptRoomId: id,
    name: "Board",
    ownerRef: "office",
    participants: 6,
  });

  async function adopted(oldForm: string, freshForm: string) {
    const old = forms[oldForm]!("old");
    await old.create({ participants: 5, customData: { floor: 3 } });
    const id = old.roomId();
    const fresh = forms[freshForm]!("fresh");
    const seen = seenLines();
    await fresh.create(adoptionOf(id));
    assert.equal(fresh.roomId(), id);
    assert.match(
      linesSince(seen),
      new RegExp(`Room ${id} belonged to ${old.declaredAs} and now belongs to ${fresh.declaredAs}`),
    );
    return { old, fresh, id };
  }

  for (const oldForm of [
    "dynamic Room",
    "native Room",
    "native Room of an explicit Provider",
    "room of a RoomSet",
  ]) {
    for (const freshForm of [
      "dynamic Room of another run",
      "native Room",
      "native Room of an explicit Provider",
      "room of a RoomSet",
    ]) {
      it(`passes from a ${oldForm} to an adopting ${freshForm}`, async () => {
        const { old, fresh, id } = await adopted(oldForm, freshForm);
        const room = JSON.stringify(emulator.rooms().find(({ room_id }) => room_id === id));

        let seen = seenLines();
        assert.equal(await old.refresh(), "unchanged");
        assert.match(
          linesSince(seen),
          new RegExp(`Room ${id} \\(.*\\) now belongs to another resource of the stack acme/dev`),
        );

        const before = changes();
        for (const change of [{ participants: 9 }, { customData: { floor: 4 } }]) {
          assert.match(
            await failureOf(old.update(change)),
            new RegExp(
              `Updating room ${id} failed: Room ${id} now belongs to another resource .*Nothing was changed`,
            ),
          );
        }
        assert.equal(changes(), before, "nothing was sent");

        seen = seenLines();
        await old.remove();
        assert.match(
          linesSince(seen),
          new RegExp(`Room ${id} now belongs to .*It was removed from this state but not deleted`),
        );
        assert.equal(JSON.stringify(emulator.rooms().find(({ room_id }) => room_id === id)), room);

        assert.equal(await fresh.refresh(), "unchanged");
        await fresh.update({ participants: 7 });
        await fresh.remove();
        assert.ok(!isThere(id), "its owner deletes it");
      });
    }

    it(`stays with the adopter when the old ${oldForm} is replaced`, async () => {
      const { old, fresh, id } = await adopted(oldForm, "dynamic Room of another run");
      await old.replace({ participants: 5, mode: "lecture" });
      assert.notEqual(old.roomId(), id);
      assert.ok(isThere(id) && isThere(old.roomId()));
      assert.equal(await fresh.refresh(), "unchanged");
    });
  }

  it("is reported with the owner's name if ownerRef contains it", async () => {
    const [{ rooms }] = processes as [FrontEnd];
    const old = forms["dynamic Room"]!("old");
    await old.create({ participants: 5 });
    const fresh = forms["native Room"]!("fresh");
    await fresh.create({ ...adoptionOf(old.roomId()), ownerRef: "acme/dev/fresh" });
    const lines = rooms.lines.length;
    await old.remove();
    assert.match(rooms.lines.slice(lines).join(), /now belongs to acme\/dev\/fresh\. It was removed/);
  });

  describe("after an import", () => {
    /** Imports a room of another stack unchanged; it keeps its marker. */
    async function importForeign() {
      const [dynamic, , { provider }] = processes as [FrontEnd, FrontEnd, FrontEnd];
      const { inputs } = await dynamic.rooms.check("lobby", { participants: 5 });
      const made = await dynamic.rooms.create({
        ...inputs,
        declaredAs: "shop/prod/lobby",
        ownerRef: "shop/prod/lobby",
      });
      const imported = await provider.read(urnOf("board"), made.id);
      const marker = (emulator.rooms()[0] as any).data.pulumiEnablex;
      return { provider, made, imported, marker };
    }

    it("keeps the foreign marker in refresh and update, and allows the delete", async () => {
      const { provider, made, imported, marker } = await importForeign();
      const { importedMarker } = imported.state!;
      assert.ok(marker.startsWith(`${importedMarker}.`) && importedMarker.split(".").length === 2);
      const { inputs } = await provider.check(urnOf("board"), { ...imported.inputs }, imported.inputs);
      assert.equal((await provider.diff(urnOf("board"), made.id, imported.state!, inputs)).changes, false);
      const refreshed = await provider.read(urnOf("board"), made.id, imported.state, imported.inputs);
      assert.deepEqual(refreshed.state, imported.state);
      const more = { ...inputs, participants: 6 };
      const planned = await provider.update(urnOf("board"), made.id, refreshed.state!, more, {
        preview: true,
      });
      assert.equal(planned.importedMarker, importedMarker);
      const updated = await provider.update(urnOf("board"), made.id, refreshed.state!, more);
      assert.equal(updated.importedMarker, importedMarker);
      await provider.delete(urnOf("board"), made.id, updated);
      assert.deepEqual(emulator.rooms(), []);
    });

    it("drops the foreign marker when the data is written, and allows the delete", async () => {
      const { provider, made, imported } = await importForeign();
      const own = { ...imported.inputs, customData: { floor: 1 } };
      const updated = await provider.update(urnOf("board"), made.id, imported.state!, own);
      assert.ok(!("importedMarker" in updated));
      await provider.delete(urnOf("board"), made.id, updated);
      assert.deepEqual(emulator.rooms(), []);
    });

    it("passes to a third resource that adopts the room", async () => {
      const { provider, made, imported } = await importForeign();
      await forms["dynamic Room"]!("third").create(adoptionOf(made.id));
      const refreshed = await provider.read(urnOf("board"), made.id, imported.state, imported.inputs);
      assert.deepEqual(refreshed.state, imported.state, "no drift");
      await provider.delete(urnOf("board"), made.id, refreshed.state!);
      assert.ok(isThere(made.id));
    });

    it("needs no importedMarker for a room without a marker or with the resource's own", async () => {
      const [, , { provider }] = processes as [FrontEnd, FrontEnd, FrontEnd];
      const plain = await sender(emulator)("POST", "/rooms", {
        name: "Portal",
        owner_ref: "portal",
        settings: { participants: "3" },
      });
      const id = plain.json.room.room_id;
      assert.ok(!("importedMarker" in (await provider.read(urnOf("board"), id)).state!));
      const old = forms["dynamic Room"]!("board");
      await old.create({ participants: 5 });
      assert.ok(!("importedMarker" in (await provider.read(urnOf("board"), old.roomId())).state!));
    });
  });

  it("survives a renamed stack, an alias, and a move to another project", async () => {
    const [, , { provider }] = processes as [FrontEnd, FrontEnd, FrontEnd];
    const moved = "urn:pulumi:prod::shop::enablex:index:Room::renamed";
    const { inputs } = await provider.check(urnOf("standup"), { participants: 5 });
    const made = await provider.create(urnOf("standup"), inputs);
    const next = await provider.check(moved, { participants: 6 }, inputs);
    const updated = await provider.update(moved, made.id, made.state, next.inputs);
    const refreshed = await provider.read(moved, made.id, updated, next.inputs);
    assert.deepEqual(refreshed.state, updated);
    await provider.delete(moved, made.id, updated);
    assert.deepEqual(emulator.rooms(), []);
  });
});
