import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "../..");

/** A Markdown page, with its path in the project. */
export interface Page {
  path: string;
  text: string;
}

/** A fenced code block of a page. */
export interface Block {
  page: string;
  /** Line number of the fence, from 1. */
  line: number;
  language: string;
  text: string;
  /** File name from a first line such as `// rooms.ts` or `# accounts.json`. */
  file?: string;
}

/** All pages, including those of the examples. */
export function pages(): Page[] {
  const within = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));
  return [...readdirSync(root), ...within("docs"), ...within("examples")]
    .filter((path) => path.endsWith(".md") && !path.includes("node_modules"))
    .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(join(root, path), "utf8") }));
}

/** The fenced code blocks of a page. */
export function blocksOf({ path, text }: Page): Block[] {
  return [...text.matchAll(/^( *)```(\S*)\n(.*?)^\1```$/gms)].map(
    ([, indent = "", language = "", body = ""], i, all) => ({
      page: path,
      line: text.slice(0, all[i]!.index).split("\n").length,
      language,
      text: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
      file: /^(?:\/\/|#) ([\w./-]+\.\w+)\n/.exec(body)?.[1],
    }),
  );
}
