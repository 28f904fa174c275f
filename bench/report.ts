import { type Step, steps } from "./contender";
import { type Aim, type FigureOf, median, type Part, ratio } from "./part";
import { parts } from "./parts";
import { roomSet10000 } from "./parts/room-set";
import { rooms1000 } from "./parts/rooms";
import type { PartResults, Results } from "./results";

/** Markdown tables, one for each part that was measured. */
export function table(results: Results): string {
  const measured = parts.filter(({ name }) => results.parts[name]);
  const { cpu, cores, node, pulumi } = results.machine;
  return [
    `# Measurements\n\n${LEGEND}\n\n${cpu}, ${cores} cores, Node.js ${node}, Pulumi ${pulumi}.`,
    startsOf(results),
    ...measured.map((part) => tableOf(part, results.parts[part.name]!)),
  ]
    .join("\n\n")
    .concat("\n");
}

const LEGEND =
  "Measured by `npm run bench`: projects as users have them, with Pulumi.yaml and, for TypeScript, index.ts and tsconfig.json, run by the command `pulumi`. Each operation is a separate process. An `up` runs without a preview. Ratios in brackets are to the provider that does nothing with the same content. CPU is the total of all processes; memory is the highest of all operations.";

/** What people wait for before anything else happens: the start of the plugin. */
function startsOf({ starts }: Results): string {
  const rows = starts.map(
    ({ title, wallMs, peakMiB, bytes }) =>
      `| ${title} | ${seconds(wallMs)} | ${rounded(median(peakMiB))} | ${rounded(bytes / 1_000)} |`,
  );
  return [
    "### The plugin's start\n\nFrom the start of its process to its port, without Pulumi.\n",
    "| | start, s | memory, MiB | file, KB |\n| --- | --- | --- | --- |",
    ...rows,
    `\nMedians of ${starts[0]!.wallMs.length} interleaved rounds, with the measurement of one room.`,
  ].join("\n");
}

/** The tables of one part. */
export function tableOf(part: Part, results: PartResults): string {
  return [
    `### ${part.title}`,
    part.about,
    rows(part, results, columnsOf(part)),
    ...(part.aims.length > 0 ? [aimsOf(part, results)] : []),
    ...(part.profile ? [part.profile] : []),
    ...results.missing.map((why) => `Not measured: ${why}`),
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

/** The README's rows: a thousand rooms, and the largest set. */
function summary({ machine, parts: measured }: Results): string {
  const single = measured[rooms1000.name]!;
  const set = measured[roomSet10000.name]!;
  const up = figuresOf(set)("roomSet", "up")!;
  return [
    `${rooms1000.title}, each a resource, and the same in one \`RoomSet\`:`,
    rows(rooms1000, single, columnsOf(rooms1000).slice(0, 7)),
    `A \`RoomSet\` of ${formatted(up.rooms)} rooms takes ${seconds(up.wallMs)} s for its first \`up\`, with ${roomSet10000.latencyMs} ms per API response.`,
    `${machine.cpu}, ${machine.cores} cores, Node.js ${machine.node}, Pulumi ${machine.pulumi}, state in files. ${circumstances(single)}`,
  ].join("\n\n");
}

type Cell = (of: (step: Step) => ReturnType<FigureOf>, floor: (step: Step) => ReturnType<FigureOf>) => string;

function columnsOf(part: Part): [string, Cell][] {
  const titles = {
    preview: "preview",
    up: "first up",
    again: "up without change",
    refresh: "refresh",
    destroy: "destroy",
  };
  const first = part.steps.includes("up") ? "up" : part.steps[0]!;
  const times = part.steps.map((step): [string, Cell] => [
    `${titles[step]}, s`,
    (of, floor) => [seconds(of(step)?.wallMs), inBrackets(ratio(of(step), floor(step)))].join(""),
  ]);
  const ofUp: [string, Cell][] = [
    ["state, bytes per room", (of) => rounded(of("up")?.stateBytesPerRoom)],
    ["requests per room: up / again / refresh / destroy", requests],
  ];
  return [
    ...times,
    ...(first === "up" ? ofUp : []),
    [`CPU of ${titles[first]}, s`, (of) => seconds(of(first)?.cpuMs)],
    ["provider, MiB", (of) => memory(of, "provider")],
    ["engine, MiB", (of) => memory(of, "engine")],
  ];
}

const requests: Cell = (of) =>
  steps
    .slice(1)
    .map((step) => of(step)?.requestsPerRoom.toFixed(2))
    .join(" / ");

const memory = (of: Parameters<Cell>[0], kind: string): string =>
  rounded(Math.max(...steps.map((step) => of(step)?.peakMiB[kind] ?? 0)) || undefined);

function rows(part: Part, results: PartResults, shown: [string, Cell][]): string {
  const figures = figuresOf(results);
  const names = Object.keys(part.contenders).filter((name) => figures(name, part.steps[0]!));
  return [
    `| | ${shown.map(([title]) => title).join(" | ")} |`,
    `| --- | ${shown.map(() => "---").join(" | ")} |`,
    ...names.map((name) => {
      const { floor } = part.contenders[name]!;
      const of = (step: Step) => figures(name, step);
      const floorOf = (step: Step) => (floor === undefined ? undefined : figures(floor, step));
      return `| ${[titleOf(part, results, name), ...shown.map(([, cell]) => cell(of, floorOf))].join(" | ")} |`;
    }),
  ].join("\n");
}

/** A contender's title, and how many rooms it had if fewer than the others. */
export function titleOf(part: Part, results: PartResults, name: string): string {
  const { rooms } = figuresOf(results)(name, part.steps[0]!)!;
  return `${part.contenders[name]!.title}${rooms < part.rooms ? `, ${rooms} rooms only` : ""}`;
}

export const figuresOf =
  ({ figures }: PartResults): FigureOf =>
  (contender, step) =>
    figures.find((each) => each.contender === contender && each.step === step);

function aimsOf({ aims }: Part, results: PartResults): string {
  const of = figuresOf(results);
  const row = ({ title, atMost, unit, measured }: Aim) => {
    const value = measured(of);
    const text =
      value === undefined ? "not measured" : value.toFixed(unit === "×" ? 2 : unit === "s" ? 1 : 0);
    return `| ${title} | ${atMost} ${unit} | ${text}${value !== undefined && value > atMost ? ", missed" : ""} |`;
  };
  return ["| aim | at most | measured |", "| --- | --- | --- |", ...aims.map(row)].join("\n");
}

function circumstances({ date, rounds, load, reference }: PartResults): string {
  const how = rounds === 1 ? "one round" : `medians of ${rounds} interleaved rounds`;
  const when = `${date.slice(0, 10)}; ${how}`;
  if (reference.length === 0) return `${when}.`;
  const drift = [Math.min(...reference), median(reference), Math.max(...reference)].map(rounded).join(" / ");
  return `${when}; load average ${load.toFixed(1)} at the start; the same computation took ${drift} ms (fastest / median / slowest).`;
}

export const seconds = (ms: number[] | undefined): string => {
  if (ms === undefined) return "";
  const value = median(ms) / 1000;
  return value.toFixed(value < 10 ? 2 : 1);
};
const inBrackets = (value: number | undefined) => (value === undefined ? "" : ` (× ${value.toFixed(2)})`);
const rounded = (value: number | undefined) => (value === undefined ? "" : Math.round(value).toString());
const formatted = (count: number) => count.toLocaleString("en");
