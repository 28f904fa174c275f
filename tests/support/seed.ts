import fc from "fast-check";

/** Seed of the property tests, fixed in CI. A failure prints it, to repeat the run. */
const seed = Number(process.env.FC_SEED ?? (process.env.CI ? 20_261_124 : Date.now() % 2 ** 31));

console.log(`Property tests use FC_SEED=${seed}`);
fc.configureGlobal({ seed });
