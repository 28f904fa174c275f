import assert from "node:assert/strict";
import { createRoom, noon, withEmulator } from "../support/emulator";

describe("emulator: the clock", () => {
  it("the default clock is the system clock", () =>
    withEmulator({}, async (emulator) => {
      const before = Date.now();
      const now = emulator.now().getTime();
      assert.ok(before <= now && now <= Date.now());
    }));

  it("time continues from where it was set", async () => {
    let base = noon().getTime();
    await withEmulator({ now: () => new Date(base) }, async (emulator) => {
      emulator.setTime(new Date("2030-01-01T00:00:00Z"));
      base += 1500;
      assert.equal(emulator.now().toISOString(), "2030-01-01T00:00:01.500Z");
      emulator.advance(500);
      assert.equal(emulator.now().toISOString(), "2030-01-01T00:00:02.000Z");
      emulator.setTime(0);
      assert.equal(emulator.now().getTime(), base);
    });
  });

  it("created and the room id use the emulator's clock", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      emulator.setTime(new Date("2030-01-01T00:00:00.250Z"));
      const id = await createRoom(send);
      assert.equal(emulator.rooms()[0]?.created, "2030-01-01T00:00:00.250Z");
      assert.equal(Number.parseInt(id.slice(0, 8), 16), Date.parse("2030-01-01T00:00:00Z") / 1000);
    }));

  it("room ids before 1970 have the same form", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      emulator.setTime(new Date("1969-12-31T23:59:59Z"));
      assert.match(await createRoom(send), /^ffffffff[0-9a-f]{16}$/);
    }));

  it("an invalid time is rejected and changes nothing", () =>
    withEmulator({ now: noon }, async (emulator) => {
      assert.throws(() => emulator.setTime(new Date("tomorrow")), RangeError);
      assert.throws(() => emulator.setTime(Number.POSITIVE_INFINITY), RangeError);
      assert.throws(() => emulator.advance(Number.NaN), RangeError);
      assert.deepEqual(emulator.now(), noon());
    }));
});
