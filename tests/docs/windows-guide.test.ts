import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Node } from "@vscode/tree-sitter-wasm";
import { readShell } from "../support/shell-syntax";
import { blocksOf, pages } from "./pages";
import { onPage } from "./walk";

const accounts = { eu: { appId: "5f9e8d7c6b5a493827160504", appKey: 'a "quoted" key' } };

describe("PowerShell in the documentation", () => {
  const blocks = pages()
    .flatMap(blocksOf)
    .filter(({ language }) => language === "powershell");

  for (const { page, line, text } of blocks)
    it(`can be read: ${page}, line ${line}`, async () => {
      await readShell("powershell", text);
    });

  it("is on the pages whose lines are followed here", () => {
    assert.deepEqual([...new Set(blocks.map(({ page }) => page))], ["docs/guides/windows.md"]);
  });

  // There is no PowerShell here. Its lines are read by its grammar, and what they say is done by another shell.
  onPage("docs/guides/windows.md", async ({ shell }) => {
    await writeFile(join(shell.folder, "accounts.json"), JSON.stringify(accounts));
    const statements: Node[] = [];
    for (const { text } of blocks) statements.push(...statementsOf(await readShell("powershell", text)));
    for (const statement of statements) {
      // The stack has been made with another one.
      const own = shell.env.PULUMI_CONFIG_PASSPHRASE ?? "";
      const ended = await shell.run(sameInBash(statement).replace("choose-one", own));
      assert.equal(ended.code, 0, ended.stderr);
    }
    const { stdout } = await shell.run("pulumi config get enablex:accounts");
    assert.deepEqual(JSON.parse(stdout), accounts);
    assert.equal((await shell.run('echo "$ENABLEX_APP_ID"')).stdout.trim(), accounts.eu.appId);
  });
});

const statementsOf = (program: Node): Node[] =>
  program.namedChildren.flatMap((list) => list!.namedChildren.map((statement) => statement!));

/** An assignment to a variable of the environment, or a file that is handed to a command. */
function sameInBash(statement: Node): string {
  const [variable, text] = ["variable", "string_literal"].map(
    (type) => statement.descendantsOfType(type)[0]?.text,
  );
  if (variable?.startsWith("$env:")) return `export ${variable.slice("$env:".length)}=${text}`;
  const [reader, command] = statement.descendantsOfType("command").map((node) => node!.text);
  const [, file] = /^Get-Content -Raw (\S+) ?$/.exec(reader ?? "") ?? assert.fail(statement.text);
  return `${command} < ${file}`;
}
