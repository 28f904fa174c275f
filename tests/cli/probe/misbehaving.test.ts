import assert from "node:assert/strict";
import fc from "fast-check";
import type { Fetch } from "../../../provider/api/transport";
import { runProbe, withProbe } from "./setup";

/** Undocumented responses. */
const odd = fc.record({
  status: fc.constantFrom(200, 201, 204, 302, 400, 404, 418, 500, 502),
  text: fc.oneof(
    fc.json({ maxDepth: 2 }),
    fc.constantFrom("", "<html>Bad Gateway</html>", "null", "[]", '{"result":0}', '{"result":0,"room":{}}'),
    fc.constantFrom('{"result":0,"room":{"room_id":"../x"}}', '{"result":0,"rooms":[null,1,{"room_id":{}}]}'),
  ),
});

describe("probe of a service that misbehaves", () => {
  it("ends with a report, and reports every remaining room, which --clean deletes", () =>
    withProbe(async (setup) => {
      const oddities = fc.array(fc.tuple(fc.integer({ min: 2, max: 90 }), odd), {
        minLength: 1,
        maxLength: 12,
      });
      await fc.assert(
        fc.asyncProperty(oddities, async (replaced) => {
          await setup.emulator.reset();
          let count = 0;
          const instead = new Map(replaced);
          const fetch: Fetch = async (url, init) => {
            const answer = await setup.context.fetch(url, init);
            const other = instead.get(++count);
            return other
              ? { status: other.status, headers: { get: () => null }, text: async () => other.text }
              : answer;
          };
          const { code, error, out, told } = await runProbe(setup, {}, { environment: { fetch } });
          if (error !== undefined) assert.match(error, /^The API refuses to create a room/);
          else assert.match(out.split("\n").at(-1)!, /^pulumi-enablex emulator/);
          const left = setup.emulator.rooms().length;
          if (left > 0) assert.match(`${told}${error}`, /--clean/);
          if (left > 0) assert.equal(code, 2);
          await runProbe(setup, { clean: true });
          assert.deepEqual(setup.emulator.rooms(), []);
        }),
        { numRuns: 20 },
      );
    }));
});
