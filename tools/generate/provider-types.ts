import { accountKeys, type ConfigKey, configKeyNames, configKeys } from "../../provider/config/keys";
import { accountDefault } from "./account-defaults";
import { inputField } from "./room-types";

/** `sdk/provider-types.ts`: what a program may give an explicit provider, with the configuration's words as doc comments. */
export function providerTypes(): string {
  return [
    "// Generated from provider/config/keys.ts by `npm run generate`; do not edit.",
    'import type * as pulumi from "@pulumi/pulumi";',
    "",
    "/**",
    " * What a program gives a provider. What it does not give comes from the environment, then from the default; the",
    " * stack's configuration is for the default provider.",
    " */",
    "export interface ProviderArgs {",
    ...configKeyNames.flatMap((key) => [
      ...docComment(key, JSON.stringify(configKeys[key].default)),
      inputField(key, false, typeOf(key)),
    ]),
    "}",
    "",
    "/** One of the `accounts` of a provider. */",
    "export interface AccountArgs {",
    ...accountKeys.flatMap((key) => [
      ...docComment(key, accountDefault(key)),
      inputField(key, configKeys[key].inAccount === "required", typeOf(key)),
    ]),
    "}",
    "",
  ].join("\n");
}

function docComment(key: ConfigKey, ours: string | undefined): string[] {
  const { description, values } = configKeys[key];
  const meanings = Object.entries(values ?? {}).map(([value, meaning]) => `- \`${value}\`: ${meaning}`);
  const remark = ours === undefined ? [] : [`@default ${ours}`];
  const [first, ...more] = [description, ...meanings, ...remark];
  if (more.length === 0) return [`  /** ${first} */`];
  return ["  /**", `   * ${first}`, ...more.map((line) => `   * ${line}`), "   */"];
}

function typeOf(key: ConfigKey): string {
  const { type, values } = configKeys[key];
  if (values)
    return Object.keys(values)
      .map((value) => JSON.stringify(value))
      .join(" | ");
  if (type === "accounts") return "Record<string, pulumi.Input<AccountArgs>>";
  return type === "integer" ? "number" : type;
}
