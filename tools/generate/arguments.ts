import type { ArgumentMetadata, ArgumentTable } from "../../provider/arguments";
import { enumeration, object, pascal, ref, type Spec, token } from "./spec";

/** The arguments of a function, or the query of a list. @param name prefix of the types of its enums */
export function argumentsSpec(name: string, table: ArgumentTable, description = ""): Spec {
  const properties = Object.entries(table).map(([key, metadata]) => [
    key,
    { ...typeSpec(name, key, metadata), description: metadata.description, default: metadata.default },
  ]);
  const required = Object.keys(table).filter((key) => table[key]!.required);
  return object(description, Object.fromEntries(properties), required);
}

/** The types of a function's enums. */
export const argumentTypes = (name: string, table: ArgumentTable): Spec =>
  Object.fromEntries(
    Object.entries(table)
      .filter(([, { values }]) => values)
      .map(([key, { values }]) => [token(typeName(name, key)), enumeration(values!)]),
  );

function typeSpec(name: string, key: string, { type, values }: ArgumentMetadata): Spec {
  if (values) return ref(typeName(name, key));
  return type === "size" ? { oneOf: [{ type: "integer" }, { type: "string" }] } : { type };
}

const typeName = (name: string, key: string) => `${name}${pascal(key)}`;
