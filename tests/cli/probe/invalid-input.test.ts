import assert from "node:assert/strict";
import { runProbe, withProbe } from "./setup";

describe("probe: invalid input fails with one line and no room", () => {
  it("no credentials", () =>
    withProbe(async (setup) => {
      const { code, error } = await runProbe(setup, {}, { config: { appId: undefined, appKey: undefined } });
      assert.equal(code, 2);
      const lines = error!.split("\n");
      assert.match(
        lines[0]!,
        /^enablex:appId is not set\. Run pulumi config set --secret enablex:appId, or set .*ENABLEX_APP_ID/,
      );
      assert.match(lines[1]!, /^enablex:appKey is not set\./);
      assert.equal(lines.length, 2);
    }));

  it("wrong credentials", () =>
    withProbe(async (setup) => {
      const { code, error, out } = await runProbe(setup, {}, { config: { appKey: "WrongKey0".repeat(4) } });
      assert.deepEqual([code, out], [2, ""]);
      assert.match(
        error!,
        /^GET \/rooms failed: Application not found \(HTTP 401, result 10000\)\. The platform rejected the credentials. Check enablex:appId/,
      );
      assert.deepEqual(
        setup.emulator.requests.map(({ method }) => method),
        ["GET"],
      );
    }));

  it("a platform that cannot be reached", () =>
    withProbe(async (setup) => {
      const { code, error } = await runProbe(
        setup,
        {},
        { config: { apiUrl: "http://127.0.0.1:1/video/v1" } },
      );
      assert.equal(code, 2);
      assert.match(error!, /^GET \/rooms failed: 127\.0\.0\.1:1 refuses connections\. /);
    }));

  it("a subscription that allows no room", () =>
    withProbe(async (setup) => {
      setup.emulator.setBehaviour({ maxParticipants: 0 });
      const { code, error, out } = await runProbe(setup);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(
        error!,
        /^The API refuses to create a room: HTTP 400, result 10007\. Check the project's state and subscription/,
      );
      assert.deepEqual(setup.emulator.rooms(), []);
    }));
});
