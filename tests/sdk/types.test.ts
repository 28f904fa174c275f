import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";

const program = join(__dirname, "optional-inputs.ts");

describe("optional inputs", () => {
  it("accept undefined, plain or in an output, also with exactOptionalPropertyTypes", () => {
    const compiled = ts.createProgram([program], {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      types: ["node"],
    });
    const source = compiled.getSourceFile(program);
    const failures = compiled
      .getSemanticDiagnostics(source)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    assert.deepEqual(failures, []);
  });
});
