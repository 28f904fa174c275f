import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { type EngineFixture, withEngine, yamlProject } from "../support/engine";
import { installedBy } from "../support/install";
import { linesToRun, openShell, type PageLines, type Shell } from "./shell";

/** A page whose lines run in a YAML project. Its stack `dev` uses the emulator. */
export interface PageFixture extends PageLines, EngineFixture {
  shell: Shell;
  /** Writes the program. */
  write(yaml: string): Promise<void>;
}

/** Defines a test that runs the shell lines of a page. */
export function testPage(path: string, test: (fixture: PageFixture) => Promise<void>): void {
  it(`the shell lines of ${path} do what the page says`, () =>
    withEngine(async (fixture) => {
      const { folder, write } = await yamlProject(fixture, "meetings", "package");
      const modules = join(await installedBy("npm", "-for-package-add"), "node_modules");
      await symlink(modules, join(folder, "node_modules"), "junction");
      const shell = await openShell(folder, fixture.sandbox.folder, {
        ...fixture.sandbox.env,
        // Confirms as `yes` would at a terminal.
        PULUMI_SKIP_CONFIRMATIONS: "true",
      });
      await test({ ...fixture, ...linesToRun(path, shell), shell, write });
    }));
}

/** Runs a line that is not on the page. */
export async function runUnlisted({ run }: Shell, line: string): Promise<void> {
  const { code, stdout, stderr } = await run(line);
  assert.equal(code, 0, `${line}\n${stdout}\n${stderr}`);
}
