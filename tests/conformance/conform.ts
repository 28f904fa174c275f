import assert from "node:assert/strict";
import { type FrontEnd, type Rooms, startDynamic, startNative } from "./front-ends";

/** What a room does, told by what a front end answers. */
export type Case = (rooms: Rooms) => Promise<void>;

/**
 * Runs each case behind both front ends, through gRPC, in a process of its own each. A case must hold behind both, and
 * all that they answer, send to the API and show to the user must be the same.
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
          // What is left of a case that failed.
          takeRecord();
          await run(rooms);
          records.push(takeRecord());
        }
        assert.deepEqual(records[1], records[0]);
      });
    }
  });
}

/** Makes a room as the engine does: check, then create. */
export async function makeRoom(rooms: Rooms, name: string, given: Record<string, unknown>) {
  const { inputs, failures } = await rooms.check(name, given);
  assert.deepEqual(failures, []);
  return { inputs, ...(await rooms.create(inputs)) };
}

/** What a refusal says. */
export async function failureOf(answer: Promise<unknown>): Promise<string> {
  let failure: { details?: string } | undefined;
  await answer.catch((error) => {
    failure = error;
  });
  assert.ok(failure, "it did not fail");
  return failure.details ?? "";
}
