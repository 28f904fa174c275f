const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

/** mocha's usual report, and its counts of passed and failed tests in the file that MOCHA_COUNTS names. */
module.exports = class CountReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () =>
      writeFileSync(process.env.MOCHA_COUNTS, `${this.stats.passes} ${this.stats.failures}\n`),
    );
  }
};
