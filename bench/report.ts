import { type Contender, type ContenderName, contenders } from "./contenders";
import type { Cost } from "./measure";

/** What one step of one contender cost. */
export interface Figures extends Cost {
  contender: string;
  count: number;
  step: string;
  /** How long the emulator let each answer wait, in milliseconds. */
  latencyMs: number;
  requestsPerRoom: number;
  stateBytesPerRoom?: number;
}

export interface Results {
  date: string;
  machine: { cpu: string; cores: number; node: string; pulumi: string };
  rounds: number;
  /** Medians over the rounds. */
  figures: Figures[];
}

const steps = ["preview", "up", "again", "refresh", "destroy"] as const;
const seconds = (ms: number | undefined) => (ms === undefined ? "" : (ms / 1000).toFixed(1));

/** Markdown tables, one for each number of rooms. */
export function table({ figures, machine, date, rounds }: Results): string {
  const counts = [...new Set(figures.map(({ count }) => count))];
  const title = (name: string) => contenders[name as ContenderName]?.title ?? name;
  const parts = counts.map((count) => {
    const names = [
      ...new Set(figures.filter((each) => each.count === count).map(({ contender }) => contender)),
    ];
    const { latencyMs } = figures.find((each) => each.count === count)!;
    const rows = names.map((contender) => {
      const of = (step: string) =>
        figures.find((each) => each.count === count && each.contender === contender && each.step === step);
      const cells = [
        title(contender),
        ...steps.map((step) => seconds(of(step)?.wallMs)),
        seconds(of("up")?.cpuMs),
        of("up")?.peakMiB.provider === undefined ? "" : Math.round(of("up")!.peakMiB.provider!).toString(),
        of("up")?.stateBytesPerRoom === undefined ? "" : Math.round(of("up")!.stateBytesPerRoom!).toString(),
        ["up", "again", "refresh", "destroy"]
          .map((step) => of(step)?.requestsPerRoom.toFixed(2) ?? "")
          .join(" / "),
      ];
      return `| ${cells.join(" | ")} |`;
    });
    return [
      `### ${count.toLocaleString("en")} rooms${latencyMs > 0 ? `, with ${latencyMs} ms for each answer of the API` : ""}`,
      "",
      "| | preview, s | first up, s | up without change, s | refresh, s | destroy, s | CPU of first up, s | provider, MiB | state, bytes a room | requests a room: up / again / refresh / destroy |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
      ...rows,
      "",
    ].join("\n");
  });
  const { cpu, cores, node, pulumi } = machine;
  const where = `${cpu}, ${cores} cores, Node.js ${node}, Pulumi ${pulumi}, ${date.slice(0, 10)}; medians of ${rounds} interleaved rounds, state in files.`;
  return `${parts.join("\n")}\n${where}\n`;
}

/** Bars of the first up for the largest number of rooms that all contenders have, as SVG. */
export function chart({ figures }: Results): string {
  const count = Math.max(
    ...figures.filter(({ contender }) => contender === "floor").map((each) => each.count),
  );
  const bars = figures.filter((each) => each.count === count && each.step === "up");
  const longest = Math.max(...bars.map(({ wallMs }) => wallMs));
  const row = 28;
  const lines = bars.map(({ contender, wallMs }, i) => {
    const width = Math.max(1, Math.round((wallMs / longest) * 420));
    const y = 40 + i * row;
    const { title = contender, isOurs = false } = (contenders as Record<string, Contender>)[contender] ?? {};
    return (
      `<text x="330" y="${y + 15}" text-anchor="end">${title}</text>` +
      `<rect x="340" y="${y}" width="${width}" height="20" rx="3" fill="${isOurs ? "#2563eb" : "#94a3b8"}"/>` +
      `<text x="${348 + width}" y="${y + 15}">${seconds(wallMs)} s</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="840" height="${60 + bars.length * row}" font-family="system-ui, sans-serif" font-size="13" fill="#334155">`,
    `<text x="16" y="22" font-weight="600">First deployment of ${count.toLocaleString("en")} rooms</text>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}
