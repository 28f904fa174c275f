/**
 * Style of the join sheet: cards with a QR code, in as many columns as fit. Follows the viewer's dark mode; prints
 * black on white in two columns, with lines to cut along.
 */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #f4f5f7; --card: #fff; --ink: #16202c; --soft: #55616f; --line: #dfe3e8; --accent: #0b62c4;
  --warn-ink: #6b3d00; --warn: #fff3df; --warn-line: #f0c987;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #10151c; --card: #1a212b; --ink: #e8edf3; --soft: #a3afbd; --line: #2f3947; --accent: #7db7ff;
    --warn-ink: #ffd9a0; --warn: #33270f; --warn-line: #6d5320;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem); max-width: 78rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
header { margin-bottom: 2rem; }
.stack { margin: 0; color: var(--soft); font-size: .875rem; letter-spacing: .02em; }
h1 { margin: .1rem 0 .25rem; font-size: 2rem; line-height: 1.2; letter-spacing: -.015em; }
.facts { margin: 0; color: var(--soft); }
.moderators > h2 { margin: 3rem 0 .5rem; font-size: 1.5rem; letter-spacing: -.01em; }
.warning {
  margin: 0 0 1.5rem; padding: .75rem 1rem; border: 1px solid var(--warn-line); border-radius: .5rem;
  background: var(--warn); color: var(--warn-ink);
}
.rooms {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); gap: 1.25rem;
  margin: 0; padding: 0; list-style: none;
}
.room {
  display: grid; grid-template-columns: 10.5rem 1fr; gap: 1rem; padding: .5rem 1.25rem .5rem .5rem;
  background: var(--card); border: 1px solid var(--line); border-radius: .75rem; break-inside: avoid;
}
.room svg { display: block; width: 100%; height: auto; border-radius: .4rem; }
.about { min-width: 0; display: flex; flex-direction: column; gap: .5rem; padding: .75rem 0; overflow-wrap: anywhere; text-align: left; }
.about > * { margin: 0; }
.name { font-size: 1.25rem; line-height: 1.25; letter-spacing: -.01em; }
.when strong { display: block; font-size: 1.125rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.text { white-space: pre-line; }
.when span, .text, .seats { color: var(--soft); }
.seats { font-size: .875rem; }
.link { margin-top: auto; padding-top: .25rem; font: .8125rem/1.4 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
footer { margin-top: 2.5rem; color: var(--soft); font-size: .8125rem; }
@media (max-width: 30rem) {
  .room { grid-template-columns: 1fr; gap: 0; padding: .5rem; }
  .room svg { order: 1; max-width: 12rem; }
  .about { padding: .75rem; }
}
@page { margin: 12mm; }
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --card: #fff; --ink: #000; --soft: #333; --line: #777; --accent: #000;
    --warn-ink: #000; --warn: #fff; --warn-line: #000;
  }
  body { padding: 0; max-width: none; font-size: 10pt; }
  header { margin-bottom: 6mm; }
  .rooms { grid-template-columns: 1fr 1fr; gap: 0; padding: 1px 0 0 1px; }
  .room {
    grid-template-columns: 36mm 1fr; gap: 2mm; padding: 1mm 4mm 1mm 1mm;
    border: 1px dashed var(--line); border-radius: 0; margin: -1px 0 0 -1px;
  }
  .about { padding: 3mm 0; }
  .moderators { break-before: page; }
  .moderators > h2 { margin-top: 0; }
  a { text-decoration: none; }
}
`;
