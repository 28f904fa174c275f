import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";
import { type Block, blocksOf, pages, root } from "./pages";

describe("documentation: TypeScript", () => {
  const blocks = pages().flatMap((page) => programsOf(blocksOf(page)));
  const errors = compile(blocks);

  for (const { page, line, name } of blocks)
    it(`the TypeScript block compiles: ${page}, line ${line}`, () => {
      assert.deepEqual(
        errors.filter((error) => error.startsWith(name)),
        [],
      );
    });
});

interface Program extends Block {
  /** Path of a file with the text of the block. */
  name: string;
}

/** A block without imports continues the block above it. */
function programsOf(blocks: Block[]): Program[] {
  const programs: Program[] = [];
  for (const block of blocks.filter(({ language }) => language === "ts")) {
    const above = /^import /m.test(block.text) ? "" : (programs.at(-1)?.text ?? "");
    programs.push({
      ...block,
      text: above + block.text,
      // One folder for each page, because its files can import each other.
      name: join(root, `${block.page}.blocks`, block.file ?? `line-${block.line}.ts`),
    });
  }
  return programs;
}

/** Compiles the programs with the settings of `pulumi new typescript` and returns the errors. */
function compile(programs: Program[]): string[] {
  const texts = new Map(programs.map(({ name, text }) => [name, text]));
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2020,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: ["node", "mocha"],
    noEmit: true,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const onDisk = { fileExists: host.fileExists, readFile: host.readFile };
  const lib = ts.getDefaultLibFilePath(options);
  Object.assign(host, {
    fileExists: (path: string) => texts.has(path) || onDisk.fileExists(path),
    readFile: (path: string) => texts.get(path) ?? onDisk.readFile(path),
    directoryExists: (path: string) => /\.md\.blocks$/.test(path) || ts.sys.directoryExists(path),
    getDefaultLibFileName: () => lib,
  } satisfies Partial<ts.CompilerHost>);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([...texts.keys()], options, host))
    .map(({ file, start, messageText }) => {
      const at = file && ts.getLineAndCharacterOfPosition(file, start ?? 0).line + 1;
      return `${file?.fileName} (${at}): ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
}
