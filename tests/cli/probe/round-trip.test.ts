import assert from "node:assert/strict";
import fc from "fast-check";
import { decidedSwitches, type SwitchName, undecidable } from "../../../cli/probe/question";
import { questions } from "../../../cli/probe/questions";
import { exitCodeOf, type Report, textOf } from "../../../cli/probe/report";
import { type Behaviour, choices } from "../../../emulator/behaviour";
import { withProbe } from "./setup";

const names = Object.keys(choices) as SwitchName[];
const deciding = (name: SwitchName) =>
  questions.filter((question) => decidedSwitches(question).includes(name));

/** Possible values of each switch; for counts, on both sides of the default. */
const values: Record<SwitchName, readonly unknown[]> = Object.fromEntries(
  names
    .map((name) => [name, choices[name]])
    .map(([name, all]) => [name, typeof all === "number" ? [all] : all]),
) as Record<SwitchName, readonly unknown[]>;
values.maxParticipants = [250, 2, 3, 10, 249, 251, 400, 10_000, 12_000];
// A delay shorter than a request looks like no delay.
values.listDelayMs = [0, 1900, 4900, 10_900];
const invisibleValues: Partial<Record<SwitchName, readonly unknown[]>> = {
  listDelayMs: [400, 30_000, 600_000],
};
values.maxAudiences = [5000, 0, 1, 100, 4999, 5001, 70_000, 100_000, 1_000_000];

/** The switches that a report's line sets. */
function switchesOf({ emulator }: Report): Partial<Behaviour> {
  const pairs = [...emulator.matchAll(/--behaviour (\w+)=(\w+)/g)].map(([, name, value]) => [name, value]);
  return Object.fromEntries(pairs);
}

describe("probe: the questions and the switches of the emulator", () => {
  it("have a question for each switch, or say what it needs", () => {
    for (const name of names) assert.equal(deciding(name).length > 0, !(name in undecidable), name);
  });

  it("map each value of a switch to one outcome, and the default to the expected one", () => {
    for (const { id, outcomes } of questions)
      for (const [outcome, { expected, behaviour = {} }] of Object.entries(outcomes))
        for (const [name, value] of Object.entries(behaviour)) {
          const all = choices[name as SwitchName];
          const isOther =
            typeof all === "number" ? value !== all : (all as readonly unknown[]).indexOf(value) > 0;
          assert.ok(!expected && isOther, `${id}: ${outcome}`);
        }
  });

  it("have a unique id and an expected outcome for each question", () => {
    assert.equal(new Set(questions.map(({ id }) => id)).size, questions.length);
    for (const { id, outcomes } of questions)
      assert.ok(
        Object.values(outcomes).some(({ expected }) => expected),
        id,
      );
  });
});

describe("probe of an emulator", () => {
  it("reports no difference with default switches", () =>
    withProbe(async ({ report, emulator }) => {
      const found = await report({}, ["wait", "links"]);
      assert.deepEqual(
        found.answers.filter(({ verdict }) => verdict !== "expected"),
        [],
      );
      assert.equal(found.answers.length, questions.length);
      assert.equal(exitCodeOf(found), 0);
      assert.equal(textOf(found).split("\n").at(-1), "pulumi-enablex emulator");
      assert.deepEqual(emulator.rooms(), []);
    }));

  for (const name of names.filter((name) => !(name in undecidable)))
    for (const value of values[name].slice(1))
      it(`reports exactly the questions that decide ${name} if it is ${value}`, () =>
        withProbe(async ({ report, emulator }) => {
          const found = await report({ [name]: value }, ["wait"]);
          const different = found.answers.filter(({ verdict }) => verdict !== "expected");
          assert.deepEqual(
            different.map(({ id }) => id),
            deciding(name).map(({ id }) => id),
          );
          assert.deepEqual(
            different.filter(({ verdict }) => verdict === "unknown"),
            [],
          );
          if (typeof choices[name] !== "number")
            for (const { id, answer } of different) {
              const { outcomes } = questions.find((question) => question.id === id)!;
              assert.deepEqual(outcomes[answer!]?.behaviour, { [name]: value }, `${id}: ${answer}`);
            }
          assert.equal(exitCodeOf(found), 1);
          assert.deepEqual(emulator.rooms(), []);
        }));

  for (const name of Object.keys(undecidable) as SwitchName[])
    it(`reports no difference for another ${name}, and lists it as not tested`, () =>
      withProbe(async ({ report }) => {
        const found = await report({ [name]: values[name][1] }, ["wait"]);
        assert.equal(exitCodeOf(found), 0);
        assert.ok(found.notTested.some((each) => each.switch === name));
      }));

  it("lists what needs time as not tested without --wait", () =>
    withProbe(async ({ report }) => {
      const { notTested: notSeen } = await report();
      assert.deepEqual(notSeen.at(-1), { switch: "scheduledAfterEnd", needs: "time: --wait" });
    }));

  it("prints a command that starts an emulator with the same report", () =>
    withProbe(async ({ report, emulator }) => {
      const behaviours = fc.record(
        Object.fromEntries(
          names.map((name) => [name, fc.constantFrom(...values[name], ...(invisibleValues[name] ?? []))]),
        ),
      );
      await fc.assert(
        fc.asyncProperty(behaviours, async (behaviour) => {
          const first = await report(behaviour, ["wait"]);
          const second = await report(switchesOf(first), ["wait"]);
          assert.deepEqual({ ...second, requests: 0, date: "" }, { ...first, requests: 0, date: "" });
          assert.deepEqual(emulator.rooms(), []);
        }),
        { numRuns: 20 },
      );
    }));
});
