import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { Hono } from "hono";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const folder = join(__dirname, "assets");

/** Serves the files that pages load from the folder `assets`, and no others. */
export function assets(): Hono {
  const files = new Hono();
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name));
    files.get(`/${name}`, (c) =>
      c.body(content, 200, {
        "Content-Type": types[extname(name)]!,
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
      }),
    );
  }
  return files;
}
