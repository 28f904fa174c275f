import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { parse } from "yaml";
import { blocksOf, pages } from "./pages";

const page = pages().find(({ path }) => path === "docs/guides/ci.md")!;
const workflows = blocksOf(page)
  .filter(({ language }) => language === "yaml")
  .map(({ text }) => parse(text));

/** A run of one of the page's workflows on GitHub. */
interface Run {
  event: string;
  group: string;
  commands: string[];
}

/** One run for each event that starts a workflow. */
const runs: Run[] = workflows.flatMap((workflow) =>
  Object.keys(workflow.on).map((event) => {
    const github = {
      event_name: event,
      ref: event === "pull_request" ? "refs/pull/7/merge" : "refs/heads/main",
    };
    const steps = Object.values<any>(workflow.jobs).flatMap((job) => job.steps);
    return {
      event,
      group: groupOf(workflow.concurrency, github),
      commands: steps
        .filter((step) => step.if === undefined || evaluated(step.if, github))
        .flatMap((step) => step.run ?? []),
    };
  }),
);

const changes = ({ commands }: Run) => commands.some((line) => /^pulumi (up|destroy|refresh)\b/.test(line));

describe(page.path, () => {
  it("the CI guide's workflows never run two deployments at once", () => {
    const changing = runs.filter(changes);
    assert.deepEqual(
      changing.map(({ event }) => event),
      ["push", "workflow_dispatch"],
    );
    assert.equal(new Set(changing.map(({ group }) => group)).size, 1);
  });

  it("the CI guide's preview runs are in another concurrency group than deployments", () => {
    const { group } = runs.find(({ event }) => event === "push")!;
    const looking = runs.filter((run) => !changes(run));
    assert.deepEqual(
      looking.map(({ event }) => event),
      ["pull_request", "schedule", "workflow_dispatch"],
    );
    for (const run of looking) {
      assert.notEqual(run.group, group, run.event);
      assert.ok(
        run.commands.some((line) => line.startsWith("pulumi preview")),
        run.event,
      );
    }
  });
});

/** The concurrency group of a run: the text itself, or the value of its expression `${{ … }}`. */
function groupOf(concurrency: string, github: object): string {
  const [, expression] = /^\$\{\{(.*)\}\}$/.exec(concurrency) ?? [];
  return expression === undefined ? concurrency : evaluated(expression, github);
}

/** Evaluates a workflow expression. Those on the page are also valid JavaScript. */
function evaluated(expression: string, github: object): any {
  const format = (text: string, ...values: string[]) => text.replace(/\{(\d)\}/g, (_, i) => values[i]!);
  return runInNewContext(expression, { github, format });
}
