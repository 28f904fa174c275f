import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { FaultName } from "../../emulator/index";
import type { Core } from "../../provider/core";
import type { RoomState } from "../../provider/room/properties";
import { declared, withCore } from "../support/core";

const stream = "rtmp://live/stream-key";
const room = {
  sip: { enabled: true },
  liveRecording: { url: stream },
  customData: { token: "a-token-of-ours" },
};

/** Runs all operations on a room; returns the errors, printed with their causes. */
async function failures(core: Core, state: RoomState): Promise<string[]> {
  const inputs = declared(core, room);
  const { roomId } = state;
  const soon = { timeoutSeconds: 1 };
  const attempts = [
    () => core.create({ ...inputs, audiences: 9_999 }, soon),
    () => core.read(roomId, state),
    () => core.update(roomId, state, { ...inputs, customData: { token: "another-token-of-ours" } }, soon),
    () => core.update(roomId, state, { ...inputs, liveRecording: { url: `${stream}2` } }, soon),
    () => core.delete(roomId, state, soon),
  ];
  const printed: string[] = [];
  for (const attempt of attempts) {
    await attempt().catch((error) => printed.push(inspect(error, { depth: 10 })));
  }
  return printed;
}

describe("no credential leaks", () => {
  it("into warnings, errors with their causes, or the request log, for every kind of failure", async () => {
    const lines: string[] = [];
    const { error } = console;
    console.error = (line) => lines.push(line);
    try {
      await withCore({}, async ({ core, anotherRun, emulator, warnings, config }) => {
        const run = anotherRun({ env: { ENABLEX_LOG: "debug" } });
        const hidden = [stream, "token-of-ours", emulator.appId, emulator.appKey];
        hidden.push(Buffer.from(`${emulator.appId}:${emulator.appKey}`).toString("base64"));
        const makeRoom = async () => {
          const state = await core.create(declared(core, room));
          hidden.push(state.sipPin!, state.moderatorUrl.slice(-68));
          return state;
        };

        const faults = [
          "droppedConnection",
          "tooManyRequests",
          "serverError",
          "html",
          "cutAnswer",
          "lostAnswer",
        ];
        for (const fault of faults as FaultName[]) {
          const state = await makeRoom();
          emulator.setFaults({ [fault]: 1 });
          lines.push(...(await failures(run, state)));
          emulator.setFaults({ [fault]: 0 });
        }
        const busy = await makeRoom();
        emulator.join(busy.roomId);
        lines.push(...(await failures(run, busy)));
        const locked = await makeRoom();
        config.appKey = "AnotherKeyThatIsWrong000000000000000";
        hidden.push(config.appKey);
        lines.push(...(await failures(run, locked)));

        // A PIN may look like the port.
        const all = [...lines, ...warnings].join("\n").replaceAll(`:${emulator.port}`, "");
        for (const secret of hidden) assert.ok(!all.includes(secret), `${secret} in ${all}`);
        assert.match(all, /^enablex: #\d+ PATCH \/rooms\//m);
        assert.match(all, /1 person is in room/);
        assert.match(all, /ApiError: .*HTTP 401/);
        assert.match(all, /ConnectionError: .*broke/);
      });
    } finally {
      console.error = error;
    }
  });
});
