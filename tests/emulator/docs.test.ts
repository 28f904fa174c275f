import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { choices } from "../../emulator/behaviour";
import { noFaults, probabilities } from "../../emulator/faults";
import { runCommand } from "../support/command";
import { withEmulator } from "../support/emulator";
import { withFolder } from "./folder";

const root = join(__dirname, "..", "..");
const page = readFileSync(join(root, "docs", "emulator.md"), "utf8");

/** The cells of a section's tables, without the header rows. */
function rows(section: string): string[][] {
  const text = page.split(`\n## ${section}\n`)[1]?.split("\n## ")[0] ?? "";
  const lines = text.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) => line.split("|").map((cell) => cell.trim()));
}

/** The code spans of a text. */
const named = (text = ""): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);

describe("docs/emulator.md", () => {
  it("lists every behaviour switch with its values, default first", () => {
    assert.deepEqual(
      rows("Behaviour switches").map(([, name, values]) => [named(name)[0], named(values)]),
      Object.entries(choices).map(([name, values]) => [name, [values].flat().map(String)]),
    );
  });

  it("lists every fault, and every number with its default", () => {
    assert.deepEqual(
      rows("Faults").map(([, name]) => named(name)[0]),
      [...probabilities],
    );
    for (const [name, value] of Object.entries(noFaults)) {
      const isOff = value === 0 && !["requestsPerSecond", "burst"].includes(name);
      if (!isOff) assert.match(page, new RegExp(`\`${name}\` \\(${value}[),]`), name);
    }
  });

  it("lists every option of the command", async () => {
    const { stdout } = await runCommand(["emulator", "--help"]);
    const options = [...stdout.matchAll(/^ +(--[a-z-]+ <\S+>)/gm)].map(([, option]) => option!);
    assert.deepEqual(
      rows("Start it").flatMap(([, name]) => named(name).slice(0, 1)),
      options,
    );
  });

  it("contains a program that runs unchanged", () =>
    withFolder(async (folder) => {
      const [, program = ""] = /```ts\n(.*?)```/s.exec(page) ?? [];
      await writeFile(join(folder, "program.ts"), program);
      await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
      const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "program.ts"], {
        cwd: folder,
        encoding: "utf8",
      });
      assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
    }));

  it("lists exactly the existing control routes", () =>
    withEmulator({}, async ({ url }) => {
      const routes = rows("Control routes").flatMap(([, route]) => named(route));
      for (const route of routes) {
        const [method, path = ""] = route.split(" ");
        const response = await fetch(`${url}/_emulator${path.replace(":id", "0".repeat(24))}`, { method });
        assert.doesNotMatch(await response.text(), /Control route not found/, route);
      }
      const source = readFileSync(join(root, "emulator", "http", "control.ts"), "utf8");
      const registered = [...source.matchAll(/control\.(get|put|post|delete)\("([^"]+)"/g)].map(
        ([, method, path]) => `${method!.toUpperCase()} ${path}`,
      );
      assert.deepEqual(routes.toSorted(), registered.toSorted());
    }));
});
