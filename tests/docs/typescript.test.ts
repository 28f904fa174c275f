import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";
import { type Block, blocksOf, pages, root } from "./pages";

describe("TypeScript in the documentation", () => {
  const blocks = pages().flatMap((page) => programsOf(blocksOf(page)));
  const complaints = compile(blocks);

  for (const { page, line, name } of blocks)
    it(`compiles: ${page}, line ${line}`, () => {
      assert.deepEqual(
        complaints.filter((complaint) => complaint.startsWith(name)),
        [],
      );
    });
});

interface Program extends Block {
  /** Path of the file that the block would be. */
  name: string;
}

/** A block that imports nothing goes on where the one above it on its page ended. */
function programsOf(blocks: Block[]): Program[] {
  const programs: Program[] = [];
  for (const block of blocks.filter(({ language }) => language === "ts")) {
    const above = /^import /m.test(block.text) ? "" : (programs.at(-1)?.text ?? "");
    programs.push({
      ...block,
      text: above + block.text,
      // A folder for each page, so that files of a page can import each other.
      name: join(root, `${block.page}.blocks`, block.file ?? `line-${block.line}.ts`),
    });
  }
  return programs;
}

/** What the compiler says of the programs, with the settings that `pulumi new typescript` gives a project. */
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
