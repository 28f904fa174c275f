import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  type DiffRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { findAccount, findApiAccess } from "../config/account";
import { parseAccounts } from "../config/accounts";
import {
  type ConfigKey,
  type ConfigReader,
  configKeyNames,
  secretConfigKeys,
  withEnvironment,
} from "../config/keys";
import { readLimits } from "../config/limits";
import { messagesOf, type Problem } from "../config/problem";
import type { JsonObject } from "../json";
import { nearest } from "../nearest";
import { sameValue } from "../room/compare";
import type { Secrets } from "../secret-paths";
import { hasUnknown } from "../unknown";
import { type PropertyChange, toDiffResponse } from "./diff-response";
import { BadRequest } from "./status";
import { isDefaultProviderName, parseUrn } from "./urn";
import { fromStruct, toStruct } from "./values";

/**
 * Checks what a provider is configured with, together with the environment, and gives it back as it came: what the
 * environment says stays out of the answer, because the engine keeps the answer in the state and uses it later.
 */
export function checkConfig(
  request: CheckRequest,
  env: NodeJS.ProcessEnv,
  warn: (line: string) => void,
): CheckResponse {
  const { values, secrets, rejected } = fromStruct(request.getNews());
  warnOfMisspelledKeys(values, warn);
  const reasons =
    rejected.length > 0
      ? rejected.map(({ reason }) => reason)
      : findProblems(values, isExplicit(request.getUrn()), env).map(({ message }) => message);
  return new CheckResponse()
    .setInputs(toStruct(values, { ...secrets, ...credentials }))
    .setFailuresList(reasons.map((reason) => new CheckFailure().setReason(reason)));
}

/**
 * What differs between two configurations. Never a replacement, which would replace all rooms of the provider: a new
 * key is a new key, and rooms of another project say themselves that they are. And never nothing where something
 * changed, because the engine would then go on with the old values.
 */
export function diffConfig(request: DiffRequest) {
  const olds = fromStruct(request.getOlds()).values;
  const news = fromStruct(request.getNews()).values;
  const changes = [...configKeyNames, "version"].flatMap((key): PropertyChange[] => {
    // Pulumi's dynamic provider host is configured with the whole stack, each key with its package.
    const before = olds[key] ?? olds[`enablex:${key}`];
    const after = news[key];
    if (!hasUnknown(after) && sameText(before, after)) return [];
    const kind = isUnset(before) ? "add" : isUnset(after) ? "delete" : "update";
    return [{ path: key, property: key, kind, replace: false, inputDiff: true }];
  });
  return toDiffResponse(changes);
}

/**
 * The configuration that a provider is to work with. It is not sent while a part of it is unknown.
 *
 * @throws BadRequest where there are no credentials at all
 */
export function readConfiguration(request: ConfigureRequest, env: NodeJS.ProcessEnv): ConfigReader {
  const { values, rejected } = fromStruct(request.getArgs());
  BadRequest.throwIfAny(rejected);
  const read = createReader(values, isExplicit(request.getUrn() ?? ""));
  const missing = missingCredentials(values, withEnvironment(read, env));
  if (missing.length > 0) throw new BadRequest(messagesOf(missing));
  return read;
}

/** Kept encrypted even where they were set in the clear. */
const credentials: Secrets = Object.fromEntries(secretConfigKeys.map((key) => [key, true]));

/**
 * A provider that the program declares. It knows nothing of the stack's configuration. Only the URN is known here, so
 * that one which the program itself names `default`, or like a default of some version, is taken for the engine's.
 */
function isExplicit(urn: string): boolean {
  const name = urn && parseUrn(urn).name;
  return name !== "" && !isDefaultProviderName(name);
}

/** Values as texts: so they come from a stack, and from most programs; from others they come as they are. */
function createReader(values: JsonObject, explicit: boolean): ConfigReader {
  const read = (key: ConfigKey) => {
    const value = values[key];
    if (isUnset(value) || hasUnknown(value)) return undefined;
    return textOf(value);
  };
  return Object.assign(read, {
    howToSet: (key: ConfigKey) => (explicit ? `Give the provider the argument ${key}` : undefined),
    isExplicitProvider: () => explicit,
  });
}

/** All that is wrong with a configuration by itself. What only some rooms need is left to their own check. */
function findProblems(values: JsonObject, explicit: boolean, env: NodeJS.ProcessEnv): Problem[] {
  const read = withEnvironment(createReader(values, explicit), env);
  const accounts = read("accounts");
  const parsed = accounts && !hasUnknown(values.accounts) ? parseAccounts(accounts) : undefined;
  const named = Object.keys(parsed?.accounts ?? {}).flatMap((name) => findAccount(read, name).problems);
  return [
    ...missingCredentials(values, read),
    ...findAccount(read).problems.filter(({ kind }) => kind !== "missing"),
    ...readLimits(read).problems,
    ...(parsed?.problems ?? []),
    // A room may have an origin of links of its own.
    ...named.filter(({ kind, key }) => kind !== "missing" || key !== "subdomain"),
  ];
}

/** An account of its own is needed only where rooms do not name one. */
function missingCredentials(values: JsonObject, read: ConfigReader): Problem[] {
  if (read("accounts") || hasUnknown(values.accounts)) return [];
  return findApiAccess(read).problems.filter(
    ({ kind, key }) => kind === "missing" && !hasUnknown(values[key]),
  );
}

/** The engine sends what stands in the configuration under the package's name, and a program may keep more there. */
function warnOfMisspelledKeys(values: JsonObject, warn: (line: string) => void): void {
  for (const key of Object.keys(values)) {
    const near =
      configKeyNames.includes(key as ConfigKey) || key === "version"
        ? undefined
        : nearest(key, configKeyNames);
    if (near)
      warn(`enablex:${key} is not a configuration key of pulumi-enablex; did you mean enablex:${near}?`);
  }
}

const isUnset = (value: unknown) => value === undefined || value === null || value === "";
const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function sameText(before: unknown, after: unknown): boolean {
  if (isUnset(before) || isUnset(after)) return isUnset(before) && isUnset(after);
  return sameValue(parsed(before), parsed(after));
}

/** The same JSON object may come as a text or as itself. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !value.trim().startsWith("{")) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
