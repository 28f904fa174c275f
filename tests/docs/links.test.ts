import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Page, pages, root } from "./pages";

describe("links in the documentation", () => {
  const all = pages();
  for (const page of all)
    it(`lead somewhere: ${page.path}`, () => {
      const broken = linksOf(page).filter((link) => !leadsSomewhere(page, link, all));
      assert.deepEqual(broken, []);
    });

  for (const page of all.filter((page) => filesNamedIn(page).length > 0))
    it(`lead to each file that a page names: ${page.path}`, () => {
      assert.deepEqual(
        filesNamedIn(page).filter((path) => !existsSync(join(root, path))),
        [],
      );
    });
});

/** Paths in code, each up to the folder of its first wildcard. */
function filesNamedIn({ text }: Page): string[] {
  const named = text.matchAll(/`((?:provider|sdk|cli|emulator|tools|bench|tests|docs)\/[\w./*-]+)`/g);
  return [...named].map(([, path]) => path!.replace(/[^/]*\*.*$/, ""));
}

/** Links to other pages, files and headings; addresses of the web are left out. */
function linksOf({ text }: Page): string[] {
  const prose = text.replace(/^```.*?^```$/gms, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, link, ofHtml]) => (link ?? ofHtml)!)
    .filter((link) => !/^https?:/.test(link));
}

function leadsSomewhere(from: Page, link: string, all: Page[]): boolean {
  const [file = "", heading] = link.split("#");
  const path = file === "" ? from.path : join(dirname(from.path), file);
  if (!existsSync(join(root, path))) return false;
  if (heading === undefined) return true;
  const page = all.find((each) => each.path === path);
  return page !== undefined && anchorsOf(page).includes(heading);
}

/** The names that a forge gives a page's headings. */
const anchorsOf = ({ text }: Page): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
