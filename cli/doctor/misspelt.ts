import { platforms } from "../../provider/api/platforms";
import { type ConfigKey, configKeys } from "../../provider/config";
import { secretConfigKeys } from "../../provider/config-facts";
import { nearest } from "../../provider/nearest";
import { isLoopback } from "../../provider/url";
import { isOwnProvider } from "../pulumi/state";
import { inTurn, renameVariable, unsetVariable } from "../shell";
import type { Configuration } from "./configuration";
import { type Finding, failure, warning } from "./finding";
import type { Stack } from "./pulumi";

/** Whether a key has a value under a misspelt name alone, which nobody reads. */
export const isMisspelt = (key: ConfigKey, configuration: Configuration): boolean =>
  misspelt(key, configuration) !== undefined;

/** The value moves to the right name, and is not repeated on the way, because it may be a credential. */
export function misspelt(key: ConfigKey, configuration: Configuration): Finding | undefined {
  const { read, stack, env, platform, of } = configuration;
  if (read(key)) return undefined;
  const check = `enablex:${key}`;
  const name =
    slipsOnStack(configuration).find((each) => nearest(each, knownKeys) === check) ??
    withoutPrefix(key, configuration);
  if (name) {
    const secret = secretConfigKeys.includes(key) || stack.config[name]?.secret ? "--secret " : "";
    return failure(
      check,
      `its value stands under the name ${name}, which nobody reads`,
      inTurn(
        `pulumi config get ${name}${of} | pulumi config set ${secret}${check}${of}`,
        `pulumi config rm ${name}${of}`,
        platform,
      ),
    );
  }
  const variable = slipsOf(env).find((each) => nearest(each, knownVariables) === configKeys[key]);
  if (!variable) return undefined;
  return failure(
    check,
    `its value stands in ${variable}, which nobody reads`,
    renameVariable(variable, configKeys[key], platform),
  );
}

/**
 * Whether the address of the rooms API may be among the values that nobody reads. Until it is known, credentials could
 * go to another vendor.
 */
export function hidesAddress(configuration: Configuration): boolean {
  const { read, stack, env } = configuration;
  if ((["apiUrl", "platform", "accounts"] as const).some((key) => isUndecrypted(key, configuration)))
    return true;
  if (read("apiUrl") || read("platform")) return false;
  const unread = [
    ...slipsOnStack(configuration).map((name) => stack.config[name]?.value),
    ...slipsOf(env).map((name) => env[name]),
  ];
  return (
    isMisspelt("apiUrl", configuration) ||
    isMisspelt("platform", configuration) ||
    unread.some((value) => value === undefined || /^https?:/.test(value) || isPlatform(value))
  );
}

const isUndecrypted = (key: ConfigKey, { stack }: Configuration): boolean => {
  const entry = stack.config[`enablex:${key}`];
  return entry?.secret === true && entry.value === undefined;
};

/**
 * `pulumi config set appKey …` sets a key of the project. A project may have such keys for itself, above all where its
 * program makes providers of them, but hardly credentials that enablex lacks, or an address of the rooms API.
 */
function withoutPrefix(key: ConfigKey, { read, stack }: Configuration): string | undefined {
  if (isNamedAsPackage(stack) || stack.resources?.some(isOwnProvider)) return undefined;
  const nameOf = (each: ConfigKey) => `${projectOf(stack)}:${each}`;
  const entry = stack.config[nameOf(key)];
  if (!entry) return undefined;
  const lacksCredentials = (["appId", "appKey"] as const).some(
    (each) => !read(each) && stack.config[nameOf(each)],
  );
  return lacksCredentials || isOfRoomsApi(key, entry.value ?? "") ? nameOf(key) : undefined;
}

/** Whether a value can hardly be that of another key of the same name. */
function isOfRoomsApi(key: ConfigKey, value: string): boolean {
  if (key === "platform") return isPlatform(value);
  if (key === "apiUrl") return /^https?:.*\/video\/v1\/?$/.test(value);
  return key === "meetingUrl" && URL.canParse(value) && isLoopback(new URL(value).hostname);
}

const isPlatform = (value: string): boolean => Object.hasOwn(platforms, value);

const knownKeys = Object.keys(configKeys).map((key) => `enablex:${key}`);
const knownVariables = [...Object.values(configKeys), "ENABLEX_LOG"];

const slipsOnStack = ({ stack }: Configuration): string[] =>
  isNamedAsPackage(stack)
    ? []
    : Object.keys(stack.config).filter((name) => name.startsWith("enablex:") && !knownKeys.includes(name));

/** In a project that is itself named `enablex`, keys of the program have the prefix of ours. */
const isNamedAsPackage = (stack: Stack): boolean => projectOf(stack) === "enablex";

const projectOf = ({ name }: Stack): string | undefined => name?.split("/")[0];

const slipsOf = (env: NodeJS.ProcessEnv): string[] =>
  Object.keys(env).filter((name) => name.startsWith("ENABLEX_") && !knownVariables.includes(name));

/** Names that nobody reads and that stand for no key which lacks a value. */
export function unknownKeys(configuration: Configuration): Finding[] {
  return slipsOnStack(configuration)
    .filter((name) => !standsFor(nearest(name, knownKeys)?.slice("enablex:".length), configuration))
    .map((name) =>
      warning(
        name,
        `there is no such key${hint(name, knownKeys)}`,
        `pulumi config rm ${name}${configuration.of}`,
      ),
    );
}

export function unknownVariables(configuration: Configuration): Finding[] {
  const { env, platform } = configuration;
  const keyOf = (variable: string | undefined) =>
    Object.entries(configKeys).find(([, each]) => each === variable)?.[0];
  return slipsOf(env)
    .filter((name) => !standsFor(keyOf(nearest(name, knownVariables)), configuration))
    .map((name) =>
      warning(name, `there is no such variable${hint(name, knownVariables)}`, unsetVariable(name, platform)),
    );
}

const standsFor = (key: string | undefined, configuration: Configuration): boolean =>
  key !== undefined && isMisspelt(key as ConfigKey, configuration);

function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near ? `; did you mean ${near}?` : "";
}
