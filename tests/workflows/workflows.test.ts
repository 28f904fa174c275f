import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { run, succeeds } from "../../tools/pulumi/run";
import { archiveName } from "../../tools/release/archive";
import { platforms } from "../../tools/release/platforms";

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
      "release.yml publish": { contents: "write", "id-token": "write" },
      "test.yml": { contents: "read" },
    });
  });

  it("the publish job needs all others, has no checkout, and publishes to npm and PyPI after GitHub", () => {
    const { publish, ...others } = workflows["release.yml"].jobs;
    assert.deepEqual(publish.needs.sort(), Object.keys(others).sort());
    const steps: string[] = publish.steps.map(({ uses, run }: any) => uses?.split("@")[0] ?? run);
    assert.ok(!steps.includes("actions/checkout"));
    const [github, npm, pypi, ...more] = steps.slice(2);
    assert.match(github!, /gh release create .* --verify-tag /);
    assert.match(npm!, /npm publish \.\/package\/pulumi-enablex-\*\.tgz --provenance --access public$/m);
    assert.deepEqual([pypi, more], ["pypa/gh-action-pypi-publish", []]);
  });

  it("the release tests and uploads an executable on a runner of each platform", () => {
    const runners: Record<string, string> = {
      "ubuntu-latest": "linux amd64",
      "ubuntu-24.04-arm": "linux arm64",
      "macos-15-intel": "darwin amd64",
      "macos-latest": "darwin arm64",
      "windows-latest": "windows amd64",
    };
    const { strategy, steps } = workflows["release.yml"].jobs.executable;
    assert.deepEqual(
      strategy.matrix.runner.map((runner: string) => runners[runner]),
      platforms.map(({ os, arch }) => `${os} ${arch}`),
    );
    assert.ok(steps.some((step: any) => step.run === "npx mocha tests/release/executable.test.ts"));
    const { path } = steps.at(-1).with;
    for (const platform of platforms)
      assert.ok(`dist-release/${archiveName(platform)}`.startsWith(path.replace("*.tar.gz", "")));
  });

  it("the release's checksums are those of its files, in the form that sha256sum checks", () =>
    withFiles(
      ["executable-a/a.tar.gz", "executable-b/b.tar.gz", "python/c.whl", "python/d.tar.gz"],
      async (there) => {
        await runStep("Create the release", there, { gh: "exit 0" });
        const checked = await succeeds(
          "sha256sum",
          ["--check", "--strict", "../pulumi-enablex_1.2.3_checksums.txt"],
          { cwd: join(there, "release") },
        );
        assert.equal(checked.stdout, "a.tar.gz: OK\nb.tar.gz: OK\nc.whl: OK\n");
      },
    ));

  const upload = "release upload v1.2.3 ./a.tar.gz ./c.whl ../pulumi-enablex_1.2.3_checksums.txt --clobber";
  for (const [attempt, isThere, expected] of [
    [
      "the first attempt creates the release on GitHub and uploads its files",
      false,
      ["release create v1.2.3 --verify-tag --notes See CHANGELOG.md.", upload],
    ],
    ["another attempt keeps the release on GitHub and uploads its files again", true, [upload]],
  ] as const)
    it(attempt, () =>
      withFiles(["executable-a/a.tar.gz", "python/c.whl"], async (there) => {
        const gh = `[ "$2" = view ] && exit ${isThere ? 0 : 1}; echo "$@"`;
        const stdout = await runStep("Create the release", there, { gh });
        assert.deepEqual(stdout.trim().split("\n"), expected);
      }),
    );

  const publish = "publish ./package/pulumi-enablex-1.2.3.tgz --provenance --access public\n";
  for (const [attempt, view, expected] of [
    ["the first attempt publishes on npm", "", publish],
    ["the first attempt publishes on npm, also the first version of all", "exit 1", publish],
    ["another attempt does not publish on npm again", "echo 1.2.3", ""],
  ] as const)
    it(attempt, () =>
      withFiles(["package/pulumi-enablex-1.2.3.tgz"], async (there) => {
        const npm = `case "$*" in "view pulumi-enablex@1.2.3 version") ${view} ;; *) echo "$@" ;; esac`;
        assert.equal(await runStep("Publish the package on npm", there, { npm }), expected);
      }),
    );
});

/** Runs the work in a folder with these files. */
async function withFiles(files: string[], work: (there: string) => Promise<void>): Promise<void> {
  const there = await mkdtemp(join(tmpdir(), "release-test-"));
  try {
    for (const file of files) {
      await mkdir(dirname(join(there, file)), { recursive: true });
      await writeFile(join(there, file), file);
    }
    await work(there);
  } finally {
    await rm(there, { recursive: true });
  }
}

/** Runs a step of the publish job for v1.2.3 and returns its output. The commands are replaced by shell scripts. */
async function runStep(name: string, there: string, commands: Record<string, string>): Promise<string> {
  const step = workflows["release.yml"].jobs.publish.steps.find((each: any) => each.name?.startsWith(name));
  for (const [command, script] of Object.entries(commands))
    await writeFile(join(there, command), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const env = { PATH: `${there}:${process.env.PATH}`, GITHUB_REF_NAME: "v1.2.3" };
  return (await succeeds("bash", ["-e", "-c", step.run], { cwd: there, env })).stdout;
}

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
      assert.match(said, /^::error::The repository in package\.json is \S+, but/);
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
