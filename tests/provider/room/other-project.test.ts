import assert from "node:assert/strict";
import type { ConfigKey } from "../../../provider/config/keys";
import { declared, withCore } from "../../support/core";

const other = { appId: "0000000000000000000000ff", appKey: "OtherProjectsKey00000000000000000000" };

describe("a room of another project", () => {
  it("cannot be read, diffed, updated or deleted, and the error names both projects", () =>
    withCore({ accounts: [other] }, async ({ core, config, emulator, takeRequests, warnings }) => {
      const inputs = declared(core);
      const state = await core.create(inputs);
      Object.assign(config, other);
      takeRequests();
      const refused = new RegExp(
        `Room ${state.roomId} belongs to the project with App ID …0504, but the configuration uses …00ff\\. Nothing was changed`,
      );
      await assert.rejects(core.read(state.roomId, state), refused);
      assert.throws(() => core.diff(state.roomId, state, inputs), refused);
      await assert.rejects(core.update(state.roomId, state, declared(core, { participants: 9 })), refused);
      await assert.rejects(core.delete(state.roomId, state), refused);
      assert.deepEqual(takeRequests(), []);
      assert.equal(emulator.rooms().length, 1);
      assert.deepEqual(warnings, []);
    }));

  it("with an explicit provider gets a fix in the program, not in the stack's configuration", () =>
    withCore({ accounts: [other] }, async ({ core, config, anotherRun }) => {
      const inputs = declared(core);
      const state = await core.create(inputs);
      const changed = { ...config, ...other };
      const provider = Object.assign((key: ConfigKey) => changed[key], { isExplicitProvider: () => true });
      assert.throws(
        () => anotherRun({ config: provider }).diff(state.roomId, state, inputs),
        /Nothing was changed\. Give the provider the credentials .*declare another provider and give the room's resource another name\./,
      );
    }));

  it("replaces the old room if the program names another account, each with its own credentials", () =>
    withCore({ accounts: [other] }, async ({ core, config, emulator }) => {
      const inputs = declared(core);
      const state = await core.create(inputs);
      config.accounts = JSON.stringify({ second: other });
      const moved = declared(core, { account: "second" });
      const changes = core.diff(state.roomId, state, moved);
      assert.ok(changes.some(({ property, replace }) => property === "account" && replace));
      const next = await core.create(moved);
      await core.delete(state.roomId, state);
      assert.deepEqual(emulator.rooms(), []);
      assert.deepEqual(
        emulator.rooms(other.appId).map((room) => room.room_id),
        [next.roomId],
      );
      assert.deepEqual(core.diff(next.roomId, next, moved), []);
    }));

  it("is not assumed for another name of the same account", () =>
    withCore({}, async ({ core, config, emulator, takeRequests }) => {
      const state = await core.create(declared(core));
      config.accounts = JSON.stringify({ own: { appId: emulator.appId, appKey: emulator.appKey } });
      const moved = declared(core, { account: "own" });
      assert.deepEqual(
        core.diff(state.roomId, state, moved).map(({ path, replace }) => [path, replace]),
        [["account", false]],
      );
      takeRequests();
      const updated = await core.update(state.roomId, state, moved);
      assert.deepEqual(takeRequests(), []);
      assert.deepEqual(updated, { ...state, account: "own" });
    }));
});
