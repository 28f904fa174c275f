import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { offerPlugin } from "../../tools/pulumi/sandbox";
import { everyForm, everyFormConfig, otherAccount, passphrase } from "../conformance/every-form";
import { roomsInState, withEngine } from "../support/engine";

const states = join(__dirname, "..", "conformance", "states");
const versions = readdirSync(states, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe("engine: states of earlier versions", () => {
  for (const { name: version } of versions) {
    it(`rooms of every form from ${version} stay unchanged after refresh and up, and can be destroyed`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "upgrade-"));
      const data = join(folder, "rooms.json");
      cpSync(join(states, version, "rooms.json"), data);
      try {
        await withEngine(
          async ({ stack, emulator, sandbox }) => {
            await offerPlugin(sandbox);
            const dev = await stack("rooms", everyForm(emulator), everyFormConfig);
            const recorded = readFileSync(join(states, version, "state.json"), "utf8");
            await dev.importStack(
              JSON.parse(recorded.replaceAll("127.0.0.1:PORT", `127.0.0.1:${emulator.port}`)),
            );
            const before = await roomsInState(dev);

            const refreshed = await dev.refresh();
            assert.deepEqual(
              Object.keys(refreshed.summary.resourceChanges ?? {}),
              ["same"],
              refreshed.stdout,
            );
            assert.doesNotMatch(refreshed.stdout, /warning: (?!using)/);
            emulator.clearRequests();
            const up = await dev.up();
            assert.deepEqual(Object.keys(up.summary.resourceChanges ?? {}), ["same"], up.stdout);
            assert.deepEqual(emulator.requests, []);
            const ids = (rooms: { id: string }[]) => rooms.map(({ id }) => id).sort();
            assert.deepEqual(ids(await roomsInState(dev)), ids(before));

            await dev.destroy();
            assert.deepEqual([...emulator.rooms(), ...emulator.rooms(otherAccount.appId)], []);
          },
          { accounts: [otherAccount], data, passphrase },
        );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});
