import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { Language, type Node, Parser } from "@vscode/tree-sitter-wasm";

/** Shells that the documentation and doctor print lines for. */
export type ShellLanguage = "bash" | "powershell";

const parsers = new Map<ShellLanguage, Promise<Parser>>();

/** Parses a shell text and fails the test if it has a syntax error. */
export async function parseShell(language: ShellLanguage, text: string): Promise<Node> {
  const parser = parsers.get(language) ?? parserOf(language);
  parsers.set(language, parser);
  const { rootNode } = (await parser).parse(text)!;
  assert.equal(rootNode.hasError, false, `not ${language}: ${text}\n${rootNode}`);
  return rootNode;
}

async function parserOf(language: ShellLanguage): Promise<Parser> {
  // Without this, V8 optimizes the grammars in the background, which takes longer than all the parsing.
  setFlagsFromString("--liftoff-only");
  await Parser.init();
  const parser = new Parser();
  const grammar = require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`);
  return parser.setLanguage(await Language.load(grammar));
}
