import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What `html` gives: text that is escaped where it must be. */
export type Html = ReturnType<typeof html>;

export interface Page {
  title: string;
  content: Html;
  /** Whose style and script from the folder assets it has. */
  kind?: "meeting" | "overview";
  status?: ContentfulStatusCode;
  /** Origins other than the emulator's that images, sound and films come from. */
  images?: string[];
  media?: string[];
  /** Whether other sites may show the page in a frame, as they do with meetings. */
  framed?: boolean;
}

/** Answers with a whole page that can load, run and talk to nothing but what it was made for. */
export function answerPage(c: Context, page: Page): Response | Promise<Response> {
  c.header("Content-Security-Policy", policy(page));
  // A moderator link makes its bearer host, so no other site is told where someone came from.
  c.header("Referrer-Policy", "same-origin");
  c.header("X-Content-Type-Options", "nosniff");
  c.header("Cache-Control", "no-store");
  return c.html(document(page), page.status ?? 200);
}

function policy({ images = [], media = [], framed = false }: Page): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    ["img-src 'self'", ...new Set(images)].join(" "),
    ["media-src 'self'", ...new Set(media)].join(" "),
    "base-uri 'none'",
    "form-action 'none'",
    ...(framed ? [] : ["frame-ancestors 'none'"]),
  ].join("; ");
}

function document({ title, content, kind }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="/_pages/icon.svg">
<link rel="stylesheet" href="/_pages/base.css">
${
  kind
    ? html`<link rel="stylesheet" href="/_pages/${kind}.css">
<script type="module" src="/_pages/${kind}.mjs"></script>`
    : ""
}
</head>
<body>
${content}
</body>
</html>
`;
}

/** A moment, in UTC until the script writes it in the viewer's time zone. */
export function moment(date: Date): Html {
  const utc = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return html`<time datetime="${date.toISOString()}">${utc.format(date)} UTC</time>`;
}

/** The sign that says on every page what this is. */
export function emulatorSign(): Html {
  return html`<p class="sign"><span class="dot" aria-hidden="true"></span><span><b>Emulator.</b> No sound or picture leaves this browser.</span></p>`;
}
