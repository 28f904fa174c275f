import assert from "node:assert/strict";
import { createRoom, noon, withEmulator } from "../../support/emulator";

describe("emulator: a duration beyond the latest Date", () => {
  const duration = 999_999_999_999;
  const scheduled = { scheduled: true, scheduled_time: "2026-05-04 12:00:00", duration };
  const adhoc = { adhoc: true, duration };

  for (const [kind, settings] of Object.entries({ scheduled, adhoc })) {
    it(`a ${kind} room with a huge duration can be joined, and pages show the latest Date as its end`, () =>
      withEmulator({ now: noon }, async (emulator, send) => {
        const id = await createRoom(send, settings);
        emulator.join(id);
        for (const path of [`/${id}`, "/"]) {
          const response = await fetch(emulator.url + path);
          assert.equal(response.status, 200);
          assert.ok((await response.text()).includes('<time datetime="+275760-09-13T00:00:00.000Z">'), path);
        }
        emulator.leave(id);
        assert.equal((await send("GET", `/rooms/${id}`)).json.result, 0);
      }));
  }
});
