import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";

/** Files that match other people's texts, and whose. */
const foreign: Record<string, string> = {
  "provider/api/advice.ts": "the API's reasons, if it sends no code of its own",
  "provider/api/classify-failure.ts": "OpenSSL's error names, in a dump that Node.js passes on",
  "cli/pulumi/command.ts": "the failures of Pulumi's CLI, which have no code",
};

const comparing = new Set(["startsWith", "endsWith", "includes", "indexOf", "match", "matchAll", "search"]);
const testing = new Set(["test", "exec"]);
const texts = new Set(["message", "reason"]);

describe("house: own texts", () => {
  it("no code matches the text of its own messages and reasons", () => {
    const found = ["provider", "sdk", "cli", "emulator"]
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
      )
      .filter((file) => /\.m?[jt]s$/.test(file))
      .flatMap((file) => decisionsIn(readFileSync(file, "utf8")).map((text) => ({ file, text })));
    assert.deepEqual(
      found.filter(({ file }) => !(file in foreign)),
      [],
    );
    const unused = Object.keys(foreign).filter((name) => !found.some(({ file }) => file === name));
    assert.deepEqual(unused, []);
  });

  it("every form of matching a message or reason is detected", () => {
    const decisions = [
      "/HTTP 407/.test(error.message)",
      'error.message.startsWith("a")',
      'problem?.reason?.includes("a")',
      "(error as Error).message.toLowerCase().match(/a/)",
      "/did you mean/.exec(problems.map(({ message }) => message).join())",
      'new RegExp("a").test(failure.reason + text)',
      'error.message === "a"',
      "({ message }) => message.endsWith('a')",
    ];
    for (const text of decisions) assert.equal(decisionsIn(text).length, 1, text);
    for (const text of [
      'error.message.replace("a", "b")',
      "/a/.test(kind)",
      "error.message === undefined",
      'reason.kind === "a"',
    ])
      assert.deepEqual(decisionsIn(text), []);
  });
});

/** The expressions that compare a `message` or `reason` with a string or pattern. */
function decisionsIn(source: string): string[] {
  const file = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (compared(node).some(isOwnText)) found.push(node.getText().replace(/\s+/g, " "));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The operands that an expression compares with a string or pattern. */
function compared(node: ts.Node): ts.Node[] {
  if (ts.isBinaryExpression(node)) {
    const isEquality = /^[!=]==?$/.test(node.operatorToken.getText());
    const sides = [node.left, node.right];
    return isEquality && sides.some(ts.isStringLiteralLike) ? sides : [];
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { name, expression } = node.expression;
  if (comparing.has(name.text)) return [expression];
  return testing.has(name.text) ? [...node.arguments] : [];
}

/** Whether a value derives from a `message` or `reason`. */
function isOwnText(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) {
    if (texts.has(node.name.text)) return true;
    // A method returns another text. Any other property is data.
    return ts.isCallExpression(node.parent) && node.parent.expression === node && isOwnText(node.expression);
  }
  if (ts.isIdentifier(node)) return texts.has(node.text);
  return ts.forEachChild(node, (child) => isOwnText(child) || undefined) ?? false;
}
