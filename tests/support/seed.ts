import fc from "fast-check";

/** Where the values of property tests are drawn from. CI always draws the same; a failure prints the seed to set here. */
const seed = Number(process.env.FC_SEED ?? (process.env.CI ? 20_261_124 : Date.now() % 2 ** 31));

console.log(`Property tests draw from FC_SEED=${seed}`);
fc.configureGlobal({ seed });
