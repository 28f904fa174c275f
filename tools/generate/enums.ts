import { roomTypes } from "./room-schema";
import { pascal, type Spec } from "./spec";

/** `sdk/enums.ts`: the names of an input's values in the code that `pulumi import` prints. */
export function enums(): string {
  const types: [string, Spec][] = Object.entries(roomTypes());
  return [
    "// Generated from provider/room/inputs.ts by `npm run generate`; do not edit.",
    "",
    "// The code that `pulumi import` prints uses these names. Elsewhere, write the values.",
    ...types.flatMap(([token, type]) => (type.enum ? enumOf(token.split(":").at(-1)!, type.enum) : [])),
    "",
  ].join("\n");
}

const enumOf = (name: string, values: { value: string }[]): string =>
  `export const ${name} = { ${values.map(({ value }) => `${pascal(value)}: "${value}"`).join(", ")} } as const;`;
