const { writeFileSync } = require("node:fs");
const { relative } = require("node:path");
const { reporters } = require("mocha");

/**
 * mocha's usual report, the slowest tests and files, and the counts of passed and failed tests in the file that
 * MOCHA_COUNTS names.
 */
module.exports = class CountReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const ended = [];
    runner.on("test end", (test) => ended.push(test));
    runner.once("end", () => {
      writeFileSync(process.env.MOCHA_COUNTS, `${this.stats.passes} ${this.stats.failures}\n`);
      const perFile = new Map();
      for (const { file, duration = 0 } of ended) perFile.set(file, (perFile.get(file) ?? 0) + duration);
      printSlowest(
        "tests",
        ended.map((test) => [test.fullTitle(), test.duration ?? 0]),
      );
      printSlowest(
        "files",
        [...perFile].map(([file, duration]) => [relative(process.cwd(), file), duration]),
      );
    });
  }
};

function printSlowest(what, durations) {
  console.log(`  the slowest ${what}:`);
  for (const [name, duration] of durations.sort(([, a], [, b]) => b - a).slice(0, 20)) {
    console.log(`    ${Math.round(duration / 1000)} s: ${name}`);
  }
}
