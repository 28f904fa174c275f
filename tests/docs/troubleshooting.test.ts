import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pages, root } from "./pages";

describe("docs/troubleshooting.md", () => {
  const { text } = pages().find(({ path }) => path === "docs/troubleshooting.md")!;
  const ours = text.split("\n## ").filter((section) => !section.startsWith("From Pulumi and Node"));
  const headings = ours.flatMap((section) =>
    [...section.matchAll(/^### (.+)$/gm)].map(([, title]) => title!),
  );
  const sources = ["provider", "sdk", "cli"].map(textOf).join("\n");

  for (const heading of headings)
    it(`the quoted message occurs in the code: ${heading}`, () => {
      const parts = [...heading.matchAll(/`([^`]+)`/g)].flatMap(([, quoted]) => quoted!.split("…"));
      const words = parts
        .map((part) => part.replace(/^[\s:;]+|[\s:]+$/g, ""))
        .filter((part) => part.length > 3);
      assert.notEqual(words.length, 0);
      for (const part of words) assert.ok(sources.includes(part), part);
    });
});

function textOf(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(root, folder, file), "utf8"))
    .join("\n");
}
