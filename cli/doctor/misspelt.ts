import { type ConfigKey, configKeys } from "../../provider/config";
import { nearest } from "../../provider/nearest";
import { inTurn, renameVariable, unsetVariable } from "../shell";
import { type Configuration, secretKeys } from "./configuration";
import { type Finding, failure, warning } from "./finding";

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
    const secret = secretKeys.includes(key) || stack.config[name]?.secret ? "--secret " : "";
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
 * `pulumi config set appKey …` sets a key of the project. A project may have such keys for itself, but hardly those of
 * credentials which enablex lacks.
 */
function withoutPrefix(key: ConfigKey, { read, stack }: Configuration): string | undefined {
  const nameOf = (each: ConfigKey) => `${stack.name?.split("/")[0]}:${each}`;
  const isSlip = (["appId", "appKey"] as const).some((each) => !read(each) && stack.config[nameOf(each)]);
  return isSlip && stack.config[nameOf(key)] ? nameOf(key) : undefined;
}

const knownKeys = Object.keys(configKeys).map((key) => `enablex:${key}`);
const knownVariables = [...Object.values(configKeys), "ENABLEX_LOG"];

const slipsOnStack = ({ stack }: Configuration): string[] =>
  Object.keys(stack.config).filter((name) => name.startsWith("enablex:") && !knownKeys.includes(name));

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
