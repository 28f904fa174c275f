import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** HTML in which every inserted value is escaped. */
export type Html = ReturnType<typeof html>;

export interface Page {
  title: string;
  content: Html;
  /** Which style sheet and script the page loads. */
  kind?: "meeting" | "overview";
  status?: ContentfulStatusCode;
  /** Other origins from which the page loads images, and audio or video. */
  images?: string[];
  media?: string[];
  /** Whether other sites may show the page in a frame, as they do with meetings. */
  framed?: boolean;
}

/** Responds with a page. Its content policy allows only what the page needs. */
export function renderPage(c: Context, page: Page): Response | Promise<Response> {
  c.header("Content-Security-Policy", policy(page));
  // Anyone with a moderator link can host the meeting, so do not send it to other sites as a referrer.
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

/** A time in UTC, which the script converts to the viewer's time zone. */
export function moment(date: Date): Html {
  const utc = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return html`<time datetime="${date.toISOString()}">${utc.format(date)} UTC</time>`;
}

/** The notice on every page that this is the emulator. */
export function emulatorSign(): Html {
  return html`<p class="sign"><span class="dot" aria-hidden="true"></span><span><b>Emulator.</b> No audio or video leaves this browser.</span></p>`;
}
