import { inputNames, outputNames, secretNames } from "../../provider/room/properties";

/** `sdk/property-names.ts`: the names of a room's properties, for programs. */
export const propertyNames = (): string =>
  [
    "// Generated from provider/room by `npm run generate`; do not edit.",
    "",
    "// biome-ignore-all format: one name a line",
    "// A program that only declares rooms does not load zod, of which the inputs consist.",
    ...Object.entries({ inputNames, outputNames, secretNames }).map(
      ([name, names]) =>
        `export const ${name}: string[] = [\n${names.map((each) => `  "${each}",\n`).join("")}];`,
    ),
    "",
  ].join("\n");
