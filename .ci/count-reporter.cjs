const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

/**
 * mocha's usual report, the tests that took longest, and the counts of passed and failed tests in the file that
 * MOCHA_COUNTS names.
 */
module.exports = class CountReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const ended = [];
    runner.on("test end", (test) => ended.push(test));
    runner.once("end", () => {
      writeFileSync(process.env.MOCHA_COUNTS, `${this.stats.passes} ${this.stats.failures}\n`);
      ended.sort((a, b) => (b.duration ?? 0) - (a.duration ?? 0));
      console.log("  the longest:");
      for (const test of ended.slice(0, 30)) {
        console.log(`    ${Math.round((test.duration ?? 0) / 1000)} s: ${test.fullTitle()}`);
      }
    });
  }
};
