import { contenderOf } from "./contenders";
import type { Cost } from "./measure";
import type { OneRoom } from "./one-room";

/** What one step of one contender cost. */
export interface Figures extends Cost {
  contender: string;
  count: number;
  step: string;
  /** Delay of each response of the emulator, in milliseconds. */
  latencyMs: number;
  requestsPerRoom: number;
  stateBytesPerRoom?: number;
}

export interface Results {
  date: string;
  machine: { cpu: string; cores: number; node: string; pulumi: string };
  rounds: number;
  /** When this package's requests were last counted, if later than the measurement. */
  requestsCounted?: string;
  oneRoom: OneRoom[];
  /** When the plugins of one room were last measured, if apart from the rest, and on how busy a machine. */
  oneRoomMeasured?: string;
  /** Medians over the rounds. */
  figures: Figures[];
}

const steps = ["preview", "up", "again", "refresh", "destroy"] as const;
const seconds = (ms: number | undefined) => (ms === undefined ? "" : (ms / 1000).toFixed(1));

/** Markdown tables, one for each number of rooms. */
export function table(results: Results): string {
  const counts = [...new Set(results.figures.map(({ count }) => count))];
  const parts = counts.map((count) => {
    const { latencyMs } = results.figures.find((each) => each.count === count)!;
    const head = `### ${count.toLocaleString("en")} rooms${latencyMs > 0 ? `, with ${latencyMs} ms per API response` : ""}`;
    return `${head}\n\n${rows(count, results, columns)}\n`;
  });
  return `# Measurements\n\n${LEGEND}\n\n${oneRoom(results)}\n${parts.join("\n")}\n${circumstances(results)}\n`;
}

function oneRoom({ oneRoom, oneRoomMeasured }: Results): string {
  const measured = oneRoomMeasured === undefined ? "" : ` Measured on ${oneRoomMeasured}.`;
  return [
    "### One room\n",
    `The plugin alone, from the start of its process to its port, and \`pulumi preview\` of a YAML program.${measured}\n`,
    "| | start, s | memory, MiB | preview, s |",
    "| --- | --- | --- | --- |",
    ...oneRoom.map(
      ({ title, startMs, startMiB, previewMs }) =>
        `| ${title} | ${(startMs / 1000).toFixed(2)} | ${rounded(startMiB)} | ${(previewMs / 1000).toFixed(2)} |`,
    ),
    "",
  ].join("\n");
}

/** The README's rows: the largest room count that all contenders ran, and the largest of a set. */
function summary(results: Results): string {
  const count = largestOfAll(results);
  const most = Math.max(...results.figures.map((each) => each.count));
  const { wallMs, latencyMs } = figure(results, "roomSet", most, "up")!;
  return [
    `${count.toLocaleString("en")} rooms:`,
    rows(count, results, columns.slice(0, 7)),
    `A \`RoomSet\` of ${most.toLocaleString("en")} rooms takes ${seconds(wallMs)} s for its first \`up\`, with ${latencyMs} ms per API response.`,
    circumstances(results),
  ].join("\n\n");
}

const MARKS = ["<!-- measurements, by npm run bench -->", "<!-- end of measurements -->"] as const;

/** The README with the newest measurements between its markers, if it has any. */
export function withMeasurements(readme: string, results: Results): string {
  const [before, rest] = readme.split(MARKS[0]);
  const after = rest?.split(MARKS[1])[1];
  if (after === undefined) return readme;
  return `${before}${MARKS[0]}\n\n${summary(results)}\n\n${MARKS[1]}${after}`;
}

const LEGEND =
  "Measured by `npm run bench`. Each operation is a separate `pulumi` process, whose start takes some seconds of each figure. An `up` runs without a preview, as in the Automation API. CPU is the total of all processes.";

type Cell = (of: (step: string) => Figures | undefined, smaller: Figures | undefined) => string;

const columns: [string, Cell][] = [
  ...(["preview", "first up", "up without change", "refresh", "destroy"] as const).map(
    (title, i): [string, Cell] => [`${title}, s`, (of) => seconds(of(steps[i]!)?.wallMs)],
  ),
  ["state, bytes per room", (of) => rounded(of("up")?.stateBytesPerRoom)],
  ["requests per room: up / again / refresh / destroy", (of) => requests(of)],
  ["CPU of first up, s", (of) => seconds(of("up")?.cpuMs)],
  ["provider, MiB", (of) => rounded(of("up")?.peakMiB.provider)],
  ["engine, MiB", (of) => rounded(of("up")?.peakMiB.engine)],
  [
    "first up, compared with a tenth of the rooms",
    (of, smaller) => (smaller ? `× ${(of("up")!.wallMs / smaller.wallMs).toFixed(1)}` : ""),
  ],
];

const rounded = (value: number | undefined) => (value === undefined ? "" : Math.round(value).toString());
const requests = (of: (step: string) => Figures | undefined) =>
  ["up", "again", "refresh", "destroy"]
    .flatMap((step) => of(step)?.requestsPerRoom.toFixed(2) ?? [])
    .join(" / ");

function rows(count: number, results: Results, shown: typeof columns): string {
  const names = [
    ...new Set(results.figures.filter((each) => each.count === count).map(({ contender }) => contender)),
  ];
  return [
    `| | ${shown.map(([title]) => title).join(" | ")} |`,
    `| --- | ${shown.map(() => "---").join(" | ")} |`,
    ...names.map((name) => {
      const of = (step: string) => figure(results, name, count, step);
      const cells = shown.map(([, cell]) => cell(of, figure(results, name, count / 10, "up")));
      return `| ${[titleOf(name), ...cells].join(" | ")} |`;
    }),
  ].join("\n");
}

const figure = ({ figures }: Results, contender: string, count: number, step: string) =>
  figures.find((each) => each.contender === contender && each.count === count && each.step === step);

const titleOf = (name: string) => contenderOf(name)?.title ?? name;

const largestOfAll = ({ figures }: Results) =>
  Math.max(...figures.filter(({ contender }) => contender === "floor").map(({ count }) => count));

function circumstances({ machine, date, rounds, requestsCounted }: Results): string {
  const { cpu, cores, node, pulumi } = machine;
  const counted =
    requestsCounted === undefined
      ? ""
      : ` The requests of pulumi-enablex were counted on ${requestsCounted.slice(0, 10)}; the times and sizes are those of the version before that.`;
  return `${cpu}, ${cores} cores, Node.js ${node}, Pulumi ${pulumi}, ${date.slice(0, 10)}; ${rounds === 1 ? "one round" : `medians of ${rounds} interleaved rounds`}, state in files.${counted}`;
}

/** A bar chart of the first `up`, for the largest room count that all contenders ran, as SVG. */
export function chart(results: Results): string {
  const count = largestOfAll(results);
  const bars = results.figures.filter((each) => each.count === count && each.step === "up");
  const longest = Math.max(...bars.map(({ wallMs }) => wallMs));
  const row = 28;
  const lines = bars.map(({ contender, wallMs }, i) => {
    const width = Math.max(1, Math.round((wallMs / longest) * 420));
    const y = 40 + i * row;
    const isOurs = contenderOf(contender)?.isOurs;
    return (
      `<text x="410" y="${y + 15}" text-anchor="end">${titleOf(contender)}</text>` +
      `<rect x="420" y="${y}" width="${width}" height="20" rx="3" fill="${isOurs ? "#2563eb" : "#94a3b8"}"/>` +
      `<text x="${428 + width}" y="${y + 15}">${seconds(wallMs)} s</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="920" height="${60 + bars.length * row}" font-family="system-ui, sans-serif" font-size="13" fill="#334155">`,
    // The text must be readable on a dark page too.
    '<rect width="100%" height="100%" rx="6" fill="#ffffff"/>',
    `<text x="16" y="22" font-weight="600">First deployment of ${count.toLocaleString("en")} rooms</text>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}
