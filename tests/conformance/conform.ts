import assert from "node:assert/strict";
import { type FrontEnd, type Rooms, startDynamic, startNative } from "./front-ends";

/** A case of a room's behaviour, in terms of a front end's responses. */
export type Case = (rooms: Rooms) => Promise<void>;

/**
 * Runs each case with both front ends, through gRPC, each in its own process. A case must pass with both, and
 * their responses, API requests and log lines must be the same.
 */
export function bothFormsConform(title: string, cases: Record<string, Case>): void {
  describe(`both forms: ${title}`, () => {
    let forms: FrontEnd[] = [];
    before(async () => {
      forms = await Promise.all([startDynamic(), startNative()]);
    });
    after(() => Promise.all(forms.map((form) => form[Symbol.asyncDispose]())));

    for (const [name, run] of Object.entries(cases)) {
      it(name, async () => {
        const records: unknown[] = [];
        for (const { rooms, takeRecord } of forms) {
          await rooms.emulator.reset();
          await rooms.nextRun();
          // Discard what a failed case left.
          takeRecord();
          await run(rooms);
          records.push(takeRecord());
        }
        assert.deepEqual(records[1], records[0]);
      });
    }
  });
}

/** Creates a room as the engine does: check, then create. */
export async function makeRoom(rooms: Rooms, name: string, given: Record<string, unknown>) {
  const { inputs, failures } = await rooms.check(name, given);
  assert.deepEqual(failures, []);
  return { inputs, ...(await rooms.create(inputs)) };
}

/** The message of a rejection. */
export async function failureOf(answer: Promise<unknown>): Promise<string> {
  let failure: { details?: string } | undefined;
  await answer.catch((error) => {
    failure = error;
  });
  assert.ok(failure, "it did not fail");
  return failure.details ?? "";
}
