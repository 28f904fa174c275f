import { accountKeys, type ConfigKey, configKeyNames, configKeys } from "../../provider/config/keys";
import { accountDefault } from "./account-defaults";
import { inputField, jsDoc, unionOf } from "./room-types";

/** `sdk/provider-types.ts`: the arguments of an explicit provider, with the keys' descriptions as doc comments. */
export function providerTypes(): string {
  return [
    "// Generated from provider/config/keys.ts by `npm run generate`; do not edit.",
    'import type * as pulumi from "@pulumi/pulumi";',
    "",
    "/**",
    " * The arguments of a provider. Arguments that you omit come from environment variables, then from the defaults. Only the",
    " * default provider uses the stack's configuration.",
    " */",
    "export interface ProviderArgs {",
    ...configKeyNames.flatMap((key) => [
      ...jsDoc(configKeys[key], JSON.stringify(configKeys[key].default)),
      inputField(key, false, typeOf(key)),
    ]),
    "}",
    "",
    "/** One of the `accounts` of a provider. */",
    "export interface AccountArgs {",
    ...accountKeys.flatMap((key) => [
      ...jsDoc(configKeys[key], accountDefault(key)),
      inputField(key, configKeys[key].inAccount === "required", typeOf(key)),
    ]),
    "}",
    "",
  ].join("\n");
}

function typeOf(key: ConfigKey): string {
  const { type, values } = configKeys[key];
  if (values) return unionOf(Object.keys(values));
  if (type === "accounts") return "Record<string, pulumi.Input<AccountArgs>>";
  return type === "integer" ? "number" : type;
}
