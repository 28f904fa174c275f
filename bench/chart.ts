import { median } from "./part";
import { rooms1000 } from "./parts/rooms";
import { figuresOf, seconds } from "./report";
import type { Results } from "./results";

/** A bar chart of the first `up` of the contenders that had all rooms, as SVG. */
export function chart({ parts }: Results): string {
  const of = figuresOf(parts[rooms1000.name]!);
  const bars = Object.entries(rooms1000.contenders).flatMap(([name, contender]) => {
    const up = of(name, "up");
    return up?.rooms === rooms1000.rooms ? { ...contender, wallMs: up.wallMs } : [];
  });
  const longest = Math.max(...bars.map(({ wallMs }) => median(wallMs)));
  const row = 28;
  const lines = bars.map(({ title, isOurs, wallMs }, i) => {
    const width = Math.max(1, Math.round((median(wallMs) / longest) * 420));
    const y = 40 + i * row;
    return (
      `<text x="410" y="${y + 15}" text-anchor="end">${title}</text>` +
      `<rect x="420" y="${y}" width="${width}" height="20" rx="3" fill="${isOurs ? "#2563eb" : "#94a3b8"}"/>` +
      `<text x="${428 + width}" y="${y + 15}">${seconds(wallMs)} s</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="920" height="${60 + bars.length * row}" font-family="system-ui, sans-serif" font-size="13" fill="#334155">`,
    // The text must be readable on a dark page too.
    '<rect width="100%" height="100%" rx="6" fill="#ffffff"/>',
    `<text x="16" y="22" font-weight="600">First deployment of ${rooms1000.title}</text>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}
