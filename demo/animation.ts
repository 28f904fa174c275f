/** A line of terminal output and the time at which it was printed, in milliseconds. */
export interface Line {
  at: number;
  text: string;
}

const columns = 104;
const rows = 26;
const cell = { width: 8, height: 18 };
const margin = 16;
const screen = { width: columns * cell.width, height: rows * cell.height };
const picture = { width: screen.width + 2 * margin, height: screen.height + 2 * margin };

/** Pauses in milliseconds. None exceeds `most`; a headline waits until the text above it can be read. */
const pause = { most: 1200, headline: 1800, end: 6000 };

/**
 * The terminal output as an animated SVG: a cover over the empty part of the screen moves down line by line, then the
 * text scrolls up. Viewers who prefer reduced motion see the last frame.
 */
export function animation(lines: Line[]): string {
  const printed = timed(lines).flatMap(({ at, text }) => wrapped(text).map((part) => ({ at, text: part })));
  const length = printed.at(-1)!.at + pause.end;
  // The number of visible lines from each point in time. Of lines at the same time the last one counts.
  const frames = [...new Map(printed.map(({ at }, i) => [((100 * at) / length).toFixed(2), i + 1]))].map(
    ([share, shown]) => ({ share, shown }),
  );
  const scroll = (shown: number) => Math.min(0, rows - shown) * cell.height;
  const still = `translateY(${scroll(printed.length)}px)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${picture.width} ${picture.height}" width="${picture.width}" height="${picture.height}" role="img" aria-labelledby="title desc">
<title id="title">npm run demo, recorded</title>
<desc id="desc">A terminal: three rooms are previewed and deployed, a second stack reads their links, one field changes, a deleted room is created again, and everything is destroyed. Moderator links are hidden.</desc>
<style>
svg { --back: #f6f8fa; --text: #1f2328; --dim: #59636e; --add: #116329; --change: #7d4e00; --gone: #a40e26; }
@media (prefers-color-scheme: dark) { svg { --back: #0d1117; --text: #e6edf3; --dim: #9198a1; --add: #56d364; --change: #e3b341; --gone: #ff7b72; } }
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: var(--text); white-space: pre; }
.back { fill: var(--back); } .b { font-weight: 700; } .d { fill: var(--dim); }
.a { fill: var(--add); } .c { fill: var(--change); } .g { fill: var(--gone); }
.scroll { transform: ${still}; animation: scroll ${length}ms step-end infinite; }
.cover { transform: translateY(${screen.height}px); animation: cover ${length}ms step-end infinite; }
@keyframes scroll {
0% { transform: none; }
${frames
  .filter(({ shown }) => shown > rows)
  .map(({ share, shown }) => `${share}% { transform: translateY(${scroll(shown)}px); }`)
  .join("\n")}
}
@keyframes cover {
0% { transform: none; }
${frames
  .filter((_, i) => (frames[i - 1]?.shown ?? 0) < rows)
  .map(({ share, shown }) => `${share}% { transform: translateY(${shown * cell.height}px); }`)
  .join("\n")}
}
@media (prefers-reduced-motion: reduce) { .scroll, .cover { animation: none; } }
</style>
<rect class="back" width="100%" height="100%" rx="8"/>
<clipPath id="screen"><rect width="${screen.width}" height="${screen.height}"/></clipPath>
<g transform="translate(${margin} ${margin})" clip-path="url(#screen)">
<g class="scroll">
${printed.map(({ text }, i) => drawn(text, i)).join("\n")}
</g>
<rect class="back cover" width="100%" height="100%"/>
</g>
</svg>
`;
}

const isHeadline = (text: string) => /^\S/.test(text);

/** The lines with the times at which the animation shows them, with an empty line above each headline. */
function timed(lines: Line[]): Line[] {
  let at = 500;
  return lines.flatMap(({ at: real, text }, i) => {
    if (i === 0) return [{ at, text }];
    at += Math.min(real - lines[i - 1]!.at, pause.most);
    if (!isHeadline(text)) return [{ at, text }];
    at += pause.headline;
    return [
      { at, text: "" },
      { at, text },
    ];
  });
}

/** Wraps a long line and keeps its indentation. */
function wrapped(text: string): string[] {
  const [indent = ""] = /^\s*/.exec(text) ?? [];
  const parts = text.trim().match(new RegExp(`.{1,${columns - indent.length}}(?=\\s|$)`, "gu"));
  return parts?.map((part) => indent + part.trim()) ?? [""];
}

function drawn(text: string, row: number): string {
  if (text === "") return "";
  // Keeps the columns aligned in any font.
  const width = [...text].length * cell.width;
  const content = isHeadline(text) ? `<tspan class="b">${escaped(text)}</tspan>` : coloured(text);
  return `<text y="${row * cell.height + 13}" textLength="${width}" lengthAdjust="spacingAndGlyphs">${content}</text>`;
}

/** The colours of the engine's own symbols on a terminal. */
function coloured(text: string): string {
  return escaped(text)
    .replace(/^( {2}│)/, '<tspan class="d">$1</tspan>')
    .replace(/(?<=\s)(\+|\d+ created)(?=[\s,]|$)/g, '<tspan class="a">$1</tspan>')
    .replace(/(?<=\s)(~|\d+ updated|\d+ =&gt; \d+)(?=[\s,]|$)/g, '<tspan class="c">$1</tspan>')
    .replace(/(?<=\s)(\d+ deleted)(?=[\s,]|$)/g, '<tspan class="g">$1</tspan>')
    .replace(/(\[secret\]|\[unknown\])/g, '<tspan class="d">$1</tspan>');
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
