import type { ConfigKey } from "../../provider/config";
import { accountFields, configFacts } from "../../provider/config-facts";
import { accountDefaults } from "./account-defaults";
import { inputField } from "./room-types";

/** `sdk/provider-types.ts`: what a program may give an explicit provider, with the configuration's words as doc comments. */
export function providerTypes(): string {
  const keys = Object.keys(configFacts) as ConfigKey[];
  return [
    "// Generated from provider/config-facts.ts by `npm run generate`; do not edit.",
    'import type * as pulumi from "@pulumi/pulumi";',
    "",
    "/**",
    " * What a program gives a provider. What it does not give comes from the environment, then from the default; the",
    " * stack's configuration is for the default provider.",
    " */",
    "export interface ProviderArgs {",
    ...keys.flatMap((key) => [
      ...docComment(key, JSON.stringify(configFacts[key].default)),
      inputField(key, false, typeOf(key)),
    ]),
    "}",
    "",
    "/** One of the `accounts` of a provider. */",
    "export interface AccountArgs {",
    ...accountFields.flatMap((key) => [
      ...docComment(key, accountDefaults[key]),
      inputField(key, key === "appId" || key === "appKey", typeOf(key)),
    ]),
    "}",
    "",
  ].join("\n");
}

function docComment(key: ConfigKey, ours: string | undefined): string[] {
  const { description, values } = configFacts[key];
  const meanings = Object.entries(values ?? {}).map(([value, meaning]) => `- \`${value}\`: ${meaning}`);
  const remark = ours === undefined ? [] : [`@default ${ours}`];
  const [first, ...more] = [description, ...meanings, ...remark];
  if (more.length === 0) return [`  /** ${first} */`];
  return ["  /**", `   * ${first}`, ...more.map((line) => `   * ${line}`), "   */"];
}

function typeOf(key: ConfigKey): string {
  const { type, values } = configFacts[key];
  if (values)
    return Object.keys(values)
      .map((value) => JSON.stringify(value))
      .join(" | ");
  if (type === "accounts") return "Record<string, pulumi.Input<AccountArgs>>";
  return type === "integer" ? "number" : type;
}
