import { platforms } from "../../provider/api/platforms";
import { type ConfigKey, configKeyNames, configKeys, secretConfigKeys } from "../../provider/config/keys";
import { nearest } from "../../provider/nearest";
import { isLoopback } from "../../provider/url";
import { isExplicitProvider } from "../pulumi/state";
import { chain, renameVariable, unsetVariable } from "../shell";
import type { Context, Stack } from "./check";
import { type Finding, failure, warning } from "./finding";

/** Whether a key only has a value under a misspelt name, which is ignored. */
export const isMisspelt = (key: ConfigKey, context: Context): boolean => misspelt(key, context) !== undefined;

/** The fix moves the value to the right name without printing it: it may be a credential. */
export function misspelt(key: ConfigKey, context: Context): Finding | undefined {
  const { read, stack, stackFlag, environment } = context;
  const { env, platform } = environment;
  if (read(key)) return undefined;
  const check = `enablex:${key}`;
  const name =
    unknownStackKeys(context).find((each) => nearest(each, knownKeys) === check) ??
    unprefixedKey(key, context);
  if (name) {
    const secret = secretConfigKeys.includes(key) || stack.config[name]?.secret ? "--secret " : "";
    return failure(
      `is set under the wrong name ${name}, which is ignored`,
      chain(
        `pulumi config get ${name}${stackFlag} | pulumi config set ${secret}${check}${stackFlag}`,
        `pulumi config rm ${name}${stackFlag}`,
        platform,
      ),
    );
  }
  const variable = unknownEnvironmentVariables(env).find(
    (each) => nearest(each, knownVariables) === configKeys[key].variable,
  );
  if (!variable) return undefined;
  return failure(
    `is set in the wrong variable ${variable}, which is ignored`,
    renameVariable(variable, configKeys[key].variable, platform),
  );
}

/**
 * Whether the address of the rooms API may be among the values that nothing reads. Until it is known, credentials
 * could go to another vendor.
 */
export function mayHideAddress(context: Context): boolean {
  const { read, stack, environment } = context;
  if ((["apiUrl", "platform", "accounts"] as const).some((key) => isUndecrypted(key, context))) return true;
  if (read("apiUrl") || read("platform")) return false;
  const unread = [
    ...unknownStackKeys(context).map((name) => stack.config[name]?.value),
    ...unknownEnvironmentVariables(environment.env).map((name) => environment.env[name]),
  ];
  return (
    isMisspelt("apiUrl", context) ||
    isMisspelt("platform", context) ||
    unread.some((value) => value === undefined || /^https?:/.test(value) || isPlatform(value))
  );
}

const isUndecrypted = (key: ConfigKey, { stack }: Context): boolean => {
  const entry = stack.config[`enablex:${key}`];
  return entry?.secret === true && entry.value === undefined;
};

/**
 * `pulumi config set appKey …` sets a key of the project. A project may have such keys of its own, for example for
 * explicit providers, but hardly credentials that enablex lacks, or an address of the rooms API.
 */
function unprefixedKey(key: ConfigKey, { read, stack }: Context): string | undefined {
  if (isProjectNamedEnablex(stack) || stack.resources?.some(isExplicitProvider)) return undefined;
  const nameOf = (each: ConfigKey) => `${projectOf(stack)}:${each}`;
  const entry = stack.config[nameOf(key)];
  if (!entry) return undefined;
  const lacksCredentials = (["appId", "appKey"] as const).some(
    (each) => !read(each) && stack.config[nameOf(each)],
  );
  return lacksCredentials || isCertainlyOurs(key, entry.value ?? "") ? nameOf(key) : undefined;
}

/** Whether a value is unlikely to belong to a key of the project itself. */
function isCertainlyOurs(key: ConfigKey, value: string): boolean {
  if (key === "platform") return isPlatform(value);
  if (key === "apiUrl") return /^https?:.*\/video\/v1\/?$/.test(value);
  return key === "meetingUrl" && URL.canParse(value) && isLoopback(new URL(value).hostname);
}

const isPlatform = (value: string): boolean => Object.hasOwn(platforms, value);

const knownKeys = configKeyNames.map((key) => `enablex:${key}`);
const knownVariables = [...configKeyNames.map((key) => configKeys[key].variable), "ENABLEX_LOG"];

const unknownStackKeys = ({ stack }: Context): string[] =>
  isProjectNamedEnablex(stack)
    ? []
    : Object.keys(stack.config).filter((name) => name.startsWith("enablex:") && !knownKeys.includes(name));

/** In a project named `enablex`, the program's own keys have our prefix. */
const isProjectNamedEnablex = (stack: Stack): boolean => projectOf(stack) === "enablex";

const projectOf = ({ name }: Stack): string | undefined => name?.split("/")[0];

const unknownEnvironmentVariables = (env: NodeJS.ProcessEnv): string[] =>
  Object.keys(env).filter((name) => name.startsWith("ENABLEX_") && !knownVariables.includes(name));

/** Names that nothing reads and that are not the misspelt name of a missing key. */
export function unknownKeys(context: Context): Finding[] {
  return unknownStackKeys(context)
    .filter((name) => !isMisspeltName(nearest(name, knownKeys)?.slice("enablex:".length), context))
    .map((name) => ({
      ...warning(`unknown key${suggestion(name, knownKeys)}`, `pulumi config rm ${name}${context.stackFlag}`),
      check: name,
    }));
}

export function unknownVariables(context: Context): Finding[] {
  const { env, platform } = context.environment;
  const keyOf = (variable: string | undefined) =>
    configKeyNames.find((key) => configKeys[key].variable === variable);
  return unknownEnvironmentVariables(env)
    .filter((name) => !isMisspeltName(keyOf(nearest(name, knownVariables)), context))
    .map((name) => ({
      ...warning(`unknown variable${suggestion(name, knownVariables)}`, unsetVariable(name, platform)),
      check: name,
    }));
}

const isMisspeltName = (key: string | undefined, context: Context): boolean =>
  key !== undefined && isMisspelt(key as ConfigKey, context);

function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near ? `; did you mean ${near}?` : "";
}
