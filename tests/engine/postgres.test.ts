import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import { Room } from "pulumi-enablex";
import { withEngine } from "../support/engine";
import { startPostgres } from "./postgres";

describe("engine: state in PostgreSQL", () => {
  it("two stacks with state in PostgreSQL deploy at once on one account, each with its own rooms", async () => {
    await using postgres = await startPostgres();
    await withEngine(async ({ stack, sandbox, emulator }) => {
      sandbox.env.PULUMI_BACKEND_URL = postgres.url;
      const names = ["north", "south"];
      let participants = 30;
      const stacks: Stack[] = [];
      // One after the other, because the first one creates the backend's tables, and PostgreSQL fails two at once.
      for (const name of names) {
        const program = async () => {
          for (let i = 0; i < 10; i++) new Room(`class-${i}`, { participants, name: `${name} ${i}` });
        };
        stacks.push(await stack(name, program));
      }
      await Promise.all(stacks.map((each) => each.up()));
      const made = emulator.rooms();
      assert.equal(made.length, 20);
      for (const [i, name] of names.entries()) {
        const { resources } = (await stacks[i]!.exportStack()).deployment;
        const kept = resources.filter(({ type }: { type: string }) => type.endsWith(":Room"));
        assert.deepEqual(
          kept.map(({ id }: { id: string }) => id).sort(),
          made
            .filter((room) => String(room.name).startsWith(name))
            .map(({ room_id }) => room_id)
            .sort(),
        );
      }

      participants = 31;
      const [changed] = await Promise.all([stacks[0]!.up(), stacks[1]!.destroy()]);
      assert.deepEqual(changed.summary.resourceChanges, { update: 10, same: 1 });
      const left = emulator.rooms();
      assert.deepEqual(
        left.map(({ settings }) => settings.participants),
        Array(10).fill("31"),
      );
      await stacks[0]!.destroy();
      assert.deepEqual(emulator.rooms(), []);
    });
  });
});
