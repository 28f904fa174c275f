import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { FaultName } from "../../emulator/index";
import { declared, withCore } from "../support/core";
import { sender } from "../support/emulator";

/** All inputs that are free text or URLs, each of which may be a secret. */
const texts = {
  name: "a-title-of-ours",
  ownerRef: "an-owner-of-ours",
  description: "a-description-of-ours",
  billingCode: "a-code-of-ours",
  hlsViewUrl: "https://view-of-ours.example",
  meetingUrl: "https://meet-of-ours.example",
  extraSettings: { viewers: "a-setting-of-ours" },
};

describe("free text and URLs of a room", () => {
  it("never appear in warnings and errors, which name the room by resource and id", () =>
    withCore({}, async ({ core, anotherRun, emulator, warnings }) => {
      const said: string[] = [];
      const failing = async (work: () => Promise<unknown>) => {
        const error = await work().then(
          () => undefined,
          (thrown) => thrown,
        );
        said.push(error === undefined ? "nothing failed" : inspect(error, { depth: 10 }));
      };
      const inputs = declared(core, texts);
      for (const fault of ["serverError", "html", "lostAnswer", "tooManyRequests"] as FaultName[]) {
        const state = await core.create(inputs);
        emulator.setFaults({ [fault]: 1 });
        const run = anotherRun();
        await failing(() => run.create(inputs));
        await failing(() => run.read(state.roomId, state));
        await failing(() => run.update(state.roomId, state, { ...inputs, participants: 9 }));
        await failing(() => run.delete(state.roomId, state));
        emulator.setFaults({ [fault]: 0 });
      }
      await failing(() => core.create({ ...inputs, audiences: 9_999 }));

      const { roomId, ...state } = await core.create(inputs);
      const adopting = declared(core, { ...texts, mode: "lecture", adoptRoomId: roomId }, "lobby");
      await failing(() => core.create(adopting));
      emulator.join(roomId);
      await failing(() =>
        core.update(roomId, { roomId, ...state }, { ...inputs, participants: 9 }, { timeoutSeconds: 1 }),
      );
      emulator.setFaults({});
      await sender(emulator)("DELETE", `/rooms/${roomId}`).catch(() => {});
      const gone = { ...state, roomId: "60af1c2e5f8b9a0012345678" };
      await failing(() => core.update(gone.roomId, gone, { ...inputs, participants: 9 }));
      await core.read(gone.roomId, gone);

      const all = [...said, ...warnings].join("\n");
      assert.doesNotMatch(all, /of-ours/);
      assert.match(all, /Creating room "standup" failed/);
      assert.match(all, /Room 60af1c2e5f8b9a0012345678 \(standup\) no longer exists/);
    }));
});
