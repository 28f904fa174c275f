import type { ArgumentMetadata, ArgumentTable } from "../../provider/arguments";
import { embedOptions } from "../../provider/room/embed";
import { joinOptions } from "../../provider/room/join-link";
import { inputField, jsDoc, unionOf } from "./room-types";

/** `sdk/link-types.ts`: the options of `joinUrl` and `embedHtml`, with their descriptions as doc comments. */
export function linkTypes(): string {
  return [
    "// Generated from provider/room/join-link.ts and embed.ts by `npm run generate`; do not edit.",
    'import type * as pulumi from "@pulumi/pulumi";',
    "",
    "/** The query parameters of a meeting page, as documented by the vendor. */",
    "export interface JoinOptions {",
    ...fields(joinOptions, (name, type) => `  ${name}?: ${type};`),
    "}",
    "",
    "export interface EmbedOptions {",
    ...fields(embedOptions, (name, type) => inputField(name, false, type)),
    "}",
    "",
  ].join("\n");
}

const fields = (table: ArgumentTable, field: (name: string, type: string) => string): string[] =>
  Object.entries(table).flatMap(([name, metadata]) => [
    ...jsDoc(metadata, JSON.stringify(metadata.default)),
    field(name, typeOf(metadata)),
  ]);

function typeOf({ type, values }: ArgumentMetadata): string {
  if (values) return unionOf(Object.keys(values));
  if (type === "size") return "string | number";
  return type === "integer" ? "number" : type;
}
