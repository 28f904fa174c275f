import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { run } from "../../tools/pulumi/run";

const root = join(__dirname, "../..");
const folder = join(root, ".github/workflows");
const workflows: Record<string, any> = Object.fromEntries(
  readdirSync(folder).map((file) => [file, parse(readFileSync(join(folder, file), "utf8"))]),
);
const stepsOf = (workflow: any): any[] =>
  Object.values<any>(workflow.jobs).flatMap(({ steps = [] }: { steps?: any[] }) => steps);

describe("GitHub workflows", () => {
  for (const [file, workflow] of Object.entries(workflows)) {
    it(`${file} pins third-party actions by commit`, () => {
      const used = stepsOf(workflow).flatMap(({ uses }) => uses ?? []);
      assert.notEqual(used.length, 0);
      for (const action of used) assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    });
  }

  it("workflows run only scripts that package.json has", () => {
    const { scripts } = require("../../package.json");
    const steps = Object.values(workflows).flatMap(stepsOf);
    const used = steps.flatMap(({ run = "" }) =>
      [...run.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name),
    );
    assert.notEqual(used.length, 0);
    for (const name of used) assert.ok(name in scripts, name);
  });

  it("only the publish job has more than read permission", () => {
    const asked = Object.entries(workflows).flatMap(([file, { permissions, jobs }]) => [
      [file, permissions],
      ...Object.entries<any>(jobs).map(([name, job]) => [`${file} ${name}`, job.permissions]),
    ]);
    assert.deepEqual(Object.fromEntries(asked.filter(([, permissions]) => permissions)), {
      "release.yml": { contents: "read" },
      "release.yml publish": { "id-token": "write" },
      "test.yml": { contents: "read" },
    });
  });

  it("the publish job needs verify and runs only npm publish", () => {
    const { needs, steps } = workflows["release.yml"].jobs.publish;
    assert.ok(needs.includes("verify"));
    assert.deepEqual(
      steps.flatMap((step: any) => step.run ?? []),
      ["npm publish ./pulumi-enablex-*.tgz --provenance --access public"],
    );
  });
});

describe("release workflow: check of the tag", () => {
  it("a release passes if tag, version, changelog and repository match", async () => {
    assert.deepEqual(await compared({}), { code: 0, said: "" });
  });

  it("a release fails if the tag names another version", async () => {
    assert.deepEqual(await compared({ tag: "v1.2.4" }), {
      code: 1,
      said: "::error::The tag is v1.2.4, and package.json has the version 1.2.3.\n",
    });
  });

  for (const heading of ["## [1.2.3] - unreleased", "## [1.2.30] - 2030-01-07", "## [1x2.3] - 2030-01-07"])
    it(`a release fails if the changelog has no dated section of the version: ${heading}`, async () => {
      const { code, said } = await compared({ heading });
      assert.equal(code, 1);
      assert.match(said, /^::error::CHANGELOG\.md has no section "## \[1\.2\.3\] - /);
    });

  for (const repository of [undefined, "git+https://github.com/someone/else.git"])
    it(`a release fails if package.json names ${repository ?? "no repository"}`, async () => {
      const { code, said } = await compared({ repository });
      assert.equal(code, 1);
      assert.match(said, /^::error::package\.json has \S+ for its repository/);
    });
});

/** Runs the release workflow's comparison on such a checkout. */
async function compared(checkout: { tag?: string; heading?: string; repository?: string }) {
  const { tag, heading, repository } = {
    tag: "v1.2.3",
    heading: "## [1.2.3] - 2030-01-07",
    repository: "git+https://github.com/acme/rooms.git",
    ...checkout,
  };
  const step = workflows["release.yml"].jobs.package.steps.find(({ name = "" }) =>
    name.startsWith("Compare"),
  );
  const there = await mkdtemp(join(tmpdir(), "release-test-"));
  try {
    await writeFile(
      join(there, "package.json"),
      JSON.stringify({ version: "1.2.3", repository: repository && { url: repository } }),
    );
    await writeFile(join(there, "CHANGELOG.md"), `# Changes\n\n${heading}\n`);
    const env = { ...process.env, GITHUB_REF_NAME: tag, GITHUB_REPOSITORY: "acme/rooms" };
    // GitHub runs a step without a shell this way.
    const { code, stdout, stderr } = (await run("bash", ["-e", "-c", step.run], { cwd: there, env }))!;
    return { code, said: stdout + stderr };
  } finally {
    await rm(there, { recursive: true });
  }
}
