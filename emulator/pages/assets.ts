import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";

const types = {
  "base.css": "text/css; charset=utf-8",
  "meeting.css": "text/css; charset=utf-8",
  "overview.css": "text/css; charset=utf-8",
  "meeting.mjs": "text/javascript; charset=utf-8",
  "meeting-render.mjs": "text/javascript; charset=utf-8",
  "meeting-client.mjs": "text/javascript; charset=utf-8",
  "devices.mjs": "text/javascript; charset=utf-8",
  "time.mjs": "text/javascript; charset=utf-8",
  "offline.mjs": "text/javascript; charset=utf-8",
  "overview.mjs": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml",
};

/** Serves the files that pages load from the folder `assets`, and no others. */
export function assets(): Hono {
  const files = new Hono();
  for (const [name, type] of Object.entries(types)) {
    const content = readFileSync(join(__dirname, "assets", name));
    files.get(`/${name}`, (c) =>
      c.body(content, 200, {
        "Content-Type": type,
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
      }),
    );
  }
  return files;
}
