import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Node } from "@vscode/tree-sitter-wasm";
import { parseShell } from "../support/shell-syntax";
import { testPage } from "./page-fixture";
import { blocksOf, pages } from "./pages";

const accounts = { eu: { appId: "5f9e8d7c6b5a493827160504", appKey: 'a "quoted" key' } };

describe("documentation: PowerShell", () => {
  const blocks = pages()
    .flatMap(blocksOf)
    .filter(({ language }) => language === "powershell");

  for (const { page, line, text } of blocks)
    it(`the PowerShell block parses: ${page}, line ${line}`, async () => {
      await parseShell("powershell", text);
    });

  it("PowerShell blocks occur only on the page that is tested here", () => {
    assert.deepEqual([...new Set(blocks.map(({ page }) => page))], ["docs/guides/windows.md"]);
  });

  // CI has no PowerShell: parse its lines, and run the equivalent lines in bash.
  testPage("docs/guides/windows.md", async ({ shell }) => {
    await writeFile(join(shell.folder, "accounts.json"), JSON.stringify(accounts));
    const statements: Node[] = [];
    for (const { text } of blocks) statements.push(...statementsOf(await parseShell("powershell", text)));
    for (const statement of statements) {
      // The stack was created with another passphrase.
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

/** Translates an assignment to an environment variable, or a file that is piped to a command. */
function sameInBash(statement: Node): string {
  const [variable, text] = ["variable", "string_literal"].map(
    (type) => statement.descendantsOfType(type)[0]?.text,
  );
  if (variable?.startsWith("$env:")) return `export ${variable.slice("$env:".length)}=${text}`;
  const [reader, command] = statement.descendantsOfType("command").map((node) => node!.text);
  const [, file] = /^Get-Content -Raw (\S+) ?$/.exec(reader ?? "") ?? assert.fail(statement.text);
  return `${command} < ${file}`;
}
