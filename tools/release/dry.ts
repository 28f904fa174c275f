import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { version } from "../../package.json";
import { findEngine } from "../pulumi/find-engine";
import { succeeds } from "../pulumi/run";
import { openSandbox } from "../pulumi/sandbox";
import { archive, archiveName, releaseFolder } from "./archive";
import { ownPlatform } from "./platforms";
import { repository } from "./repository";
import { serveFiles } from "./server";

const root = join(__dirname, "..", "..");

/** Everything that can be tested before a release. The error of a step says what is missing. */
const steps: Record<string, () => Promise<unknown>> = {
  "repository in package.json": async () => {
    if (repository.owner === "your_organization")
      throw new Error(
        `${repository.url} is a placeholder. Enter the repository's address, then run npm run generate.`,
      );
  },
  "section of the version in CHANGELOG.md": async () => {
    const dated = new RegExp(`^## \\[${version.replaceAll(".", "\\.")}\\] - \\d{4}-\\d{2}-\\d{2}$`, "m");
    if (!dated.test(await readFile(join(root, "CHANGELOG.md"), "utf8")))
      throw new Error(`There is no line "## [${version}] - <year-month-day>". Add it.`);
  },
  "wheel and sdist for PyPI": async () => {
    const files = (await readdir(releaseFolder)).filter((name) => name.startsWith("pulumi_enablex-"));
    if (files.length !== 2)
      throw new Error(`dist-release has ${files.length} of 2 files. Run npm run release:build.`);
    await using sandbox = await openSandbox(await findEngine(console.log));
    const venv = join(sandbox.folder, "venv");
    await succeeds("python3", ["-m", "venv", venv]);
    await succeeds(join(venv, "bin/pip"), ["install", "--quiet", "twine==6.2.0"]);
    await succeeds(join(venv, "bin/twine"), ["check", "--strict", ...files], { cwd: releaseFolder });
  },
  "Go module": async () => {
    const cwd = join(releaseFolder, "sdk-go");
    await succeeds("go", ["vet", "./..."], { cwd });
    const { stdout } = await succeeds("go", ["list", "-m"], { cwd });
    if (stdout.trim() !== repository.goModule)
      throw new Error(`Its path is ${stdout.trim()}, not ${repository.goModule}. Run npm run generate.`);
  },
  "plugin from a server, and its schema": async () => {
    const engine = await findEngine(console.log);
    await using sandbox = await openSandbox(engine);
    await using server = await serveFiles({ [archiveName(ownPlatform!)]: await archive(ownPlatform!) });
    const pulumi = (...args: string[]) =>
      succeeds(engine.command, args, { cwd: sandbox.folder, env: sandbox.env });
    await pulumi("plugin", "install", "resource", "enablex", `v${version}`, "--server", server.url);
    const { stdout } = await pulumi("package", "get-schema", `enablex@${version}`);
    await writeFile(join(sandbox.folder, "schema.json"), stdout);
    await pulumi("schema", "check", "schema.json");
  },
  // Last, because npm publish builds the plugin again.
  "npm package": () => succeeds("npm", ["publish", "--dry-run", "--access", "public"], { cwd: root }),
};

async function main(): Promise<void> {
  for (const [name, step] of Object.entries(steps))
    await step().then(
      () => console.log(`ready    ${name}`),
      (error: Error) => {
        process.exitCode = 1;
        console.log(`missing  ${name}: ${error.message}`);
      },
    );
}

main();
