import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chart, type Results, table, withMeasurements } from "../../bench/report";

const top = join(__dirname, "..", "..");
const text = (...path: string[]) => readFile(join(top, ...path), "utf8");
const results = async (): Promise<Results> => JSON.parse(await text("bench", "results", "latest.json"));

describe("documentation: measurements", () => {
  it("tables, chart and README match the measurements", async () => {
    const measured = await results();
    assert.equal(await text("bench", "results", "latest.md"), table(measured));
    assert.equal(await text("bench", "results", "latest.svg"), chart(measured));
    assert.equal(withMeasurements(await text("README.md"), measured), await text("README.md"));
  });

  it("the README has its measurements between the marks that the next run replaces", async () => {
    const readme = await text("README.md");
    const { figures, ...rest } = await results();
    const slower = {
      ...rest,
      figures: figures.map((each) => ({ ...each, wallMs: each.wallMs + 3_600_000 })),
    };
    assert.notEqual(withMeasurements(readme, slower), readme);
  });
});
