import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Page, pages, root } from "./pages";

describe("documentation: links", () => {
  const all = pages();
  for (const page of all)
    it(`no link is broken in ${page.path}`, () => {
      const broken = linksOf(page).filter((link) => !leadsSomewhere(page, link, all));
      assert.deepEqual(broken, []);
    });

  for (const page of all.filter((page) => filesNamedIn(page).length > 0))
    it(`every file exists that is named in ${page.path}`, () => {
      assert.deepEqual(
        filesNamedIn(page).filter((path) => !existsSync(join(root, path))),
        [],
      );
    });
});

/** Paths in inline code. A path with a wildcard is cut to the folder before it. */
function filesNamedIn({ text }: Page): string[] {
  const named = text.matchAll(/`((?:provider|sdk|cli|emulator|tools|bench|tests|docs)\/[\w./*-]+)`/g);
  return [...named].map(([, path]) => path!.replace(/[^/]*\*.*$/, ""));
}

/** Links to other pages, files and headings, without web addresses. */
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

/** The anchors that GitHub generates for a page's headings. */
const anchorsOf = ({ text }: Page): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
