import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findEngine } from "../tools/pulumi/find-engine";
import { chart } from "./chart";
import { parts } from "./parts";
import { oneRoom } from "./parts/one-room";
import { measureStarts } from "./plugin-start";
import { table, tableOf, withMeasurements } from "./report";
import { folder, type Results, readResults, writeResults } from "./results";
import { measurePart } from "./rounds";

/**
 * Measures the parts of the benchmark, or those that `--only` names, and writes the results, tables, chart and README.
 * The other parts keep their figures. `--rounds` replaces those of each part. `--rooms` tries a part with fewer rooms and
 * only prints its table. `--publish` measures nothing, and writes the pages again from `results/latest.json`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true },
      rounds: { type: "string" },
      rooms: { type: "string" },
      publish: { type: "boolean", default: false },
    },
  });
  // The sandboxes are removed on exit.
  process.once("SIGINT", () => process.exit(130));
  const results = await readResults();
  const chosen = values.publish ? [] : (values.only ?? parts.map(({ name }) => name)).map(partOf);
  for (const part of chosen) {
    const tried = { ...part, rooms: Number(values.rooms ?? part.rooms) };
    const rounds = Number(values.rounds ?? part.rounds);
    const engine = await findEngine(console.error);
    if (part === oneRoom && !values.rooms) results.starts = await measureStarts();
    await measurePart(tried, engine, rounds, async (measured) => {
      if (measured.rounds === rounds) console.log(`${tableOf(tried, measured)}\n`);
      if (values.rooms) return;
      // An interrupted run keeps its completed rounds.
      results.machine = {
        cpu: cpus()[0]?.model ?? "",
        cores: cpus().length,
        node: process.version,
        pulumi: engine.version,
      };
      results.parts[part.name] = measured;
      await publish(results);
    });
  }
  if (values.publish) await publish(results);
}

function partOf(name: string) {
  const part = parts.find((each) => each.name === name);
  if (part) return part;
  throw new Error(`There is no part ${name}. The parts are ${parts.map((each) => each.name).join(", ")}.`);
}

/** Writes the results, also as tables and a chart, and into the README. */
async function publish(results: Results): Promise<void> {
  await writeResults(results);
  await writeFile(join(folder, "latest.md"), table(results));
  await writeFile(join(folder, "latest.svg"), chart(results));
  const readme = join(__dirname, "..", "README.md");
  await writeFile(readme, withMeasurements(await readFile(readme, "utf8"), results));
}

main();
