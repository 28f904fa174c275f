import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chart } from "../../bench/chart";
import { table, withMeasurements } from "../../bench/report";
import { readResults } from "../../bench/results";

const top = join(__dirname, "..", "..");
const text = (...path: string[]) => readFile(join(top, ...path), "utf8");

describe("documentation: measurements", () => {
  it("tables, chart and README match the measurements", async () => {
    const measured = await readResults();
    assert.equal(await text("bench", "results", "latest.md"), table(measured));
    assert.equal(await text("bench", "results", "latest.svg"), chart(measured));
    assert.equal(withMeasurements(await text("README.md"), measured), await text("README.md"));
  });

  it("the README has its measurements between the marks that the next run replaces", async () => {
    const readme = await text("README.md");
    const slower = await readResults();
    for (const { figures } of Object.values(slower.parts)) {
      for (const each of figures) each.wallMs = each.wallMs.map((ms) => ms + 3_600_000);
    }
    assert.notEqual(withMeasurements(readme, slower), readme);
  });
});
