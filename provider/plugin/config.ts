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
import { type JsonObject, parseJson } from "../json";
import { nearest } from "../nearest";
import type { Secrets } from "../program-secrets";
import { sameValue } from "../room/compare";
import { hasUnknown } from "../unknown";
import { type PropertyChange, toDiffResponse } from "./diff-response";
import { BadRequest } from "./status";
import { isDefaultProviderName, parseUrn } from "./urn";
import { fromStruct, toStruct } from "./values";

/**
 * Checks a provider's configuration together with the environment, and returns it without values from the
 * environment, because the engine keeps the response in the state and uses it later.
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
 * Compares two configurations. Never replaces the provider, which would replace all its rooms: a rotated key
 * keeps them, and rooms of another project report an error. Reports every change, because the engine would
 * otherwise keep the old values.
 */
export function diffConfig(request: DiffRequest) {
  const olds = fromStruct(request.getOlds()).values;
  const news = fromStruct(request.getNews()).values;
  const changes = [...configKeyNames, "version"].flatMap((key): PropertyChange[] => {
    // Pulumi's dynamic provider host receives the whole stack's configuration, with package prefixes.
    const before = olds[key] ?? olds[`enablex:${key}`];
    const after = news[key];
    if (!hasUnknown(after) && sameText(before, after)) return [];
    const kind = isUnset(before) ? "add" : isUnset(after) ? "delete" : "update";
    return [{ path: key, property: key, kind, replace: false, inputDiff: true }];
  });
  return toDiffResponse(changes);
}

/**
 * Returns a provider's configuration, which the engine does not send while a part of it is unknown.
 *
 * @throws BadRequest if credentials are missing
 */
export function readConfiguration(request: ConfigureRequest, env: NodeJS.ProcessEnv): ConfigReader {
  const { values, rejected } = fromStruct(request.getArgs());
  BadRequest.throwIfAny(rejected);
  const read = createReader(values, isExplicit(request.getUrn() ?? ""));
  const missing = missingCredentials(values, withEnvironment(read, env));
  if (missing.length > 0) throw new BadRequest(messagesOf(missing));
  return read;
}

/** Encrypted in the state even if they were set in plain text. */
const credentials: Secrets = Object.fromEntries(secretConfigKeys.map((key) => [key, true]));

/**
 * Whether the program declares the provider, which then ignores the stack's configuration. Only the URN is
 * known, so a provider that the program names like one of the engine's default providers counts as one.
 */
function isExplicit(urn: string): boolean {
  const name = urn && parseUrn(urn).name;
  return name !== "" && !isDefaultProviderName(name);
}

/** Creates a reader of values as text. A stack and most programs send text; others send typed values. */
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

/** All problems of a configuration. The check of a room reports what only some rooms need. */
function findProblems(values: JsonObject, explicit: boolean, env: NodeJS.ProcessEnv): Problem[] {
  const read = withEnvironment(createReader(values, explicit), env);
  const accounts = read("accounts");
  const parsed = accounts && !hasUnknown(values.accounts) ? parseAccounts(accounts) : undefined;
  const own = findAccount(read).problems.filter(({ kind }) => kind !== "missing");
  // An account may inherit an invalid value, which is reported once.
  const inherited = (name: string, key: ConfigKey) =>
    parsed?.accounts?.[name]?.[key] === undefined && own.some((problem) => problem.key === key);
  const named = Object.keys(parsed?.accounts ?? {}).flatMap((name) =>
    findAccount(read, name).problems.filter(({ key }) => !inherited(name, key)),
  );
  return [
    ...missingCredentials(values, read),
    ...own,
    ...readLimits(read).problems,
    ...(parsed?.problems ?? []),
    // A room can set its own `meetingUrl`.
    ...named.filter(({ kind, key }) => kind !== "missing" || key !== "subdomain"),
  ];
}

/** Finds missing credentials. They are optional if `accounts` is set: each room can name an account. */
function missingCredentials(values: JsonObject, read: ConfigReader): Problem[] {
  if (read("accounts") || hasUnknown(values.accounts)) return [];
  return findApiAccess(read).problems.filter(
    ({ kind, key }) => kind === "missing" && !hasUnknown(values[key]),
  );
}

/** The engine sends all keys under the package's name; a program may keep its own keys there. */
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

/** A JSON object may arrive as text or as an object. */
const parsed = (value: unknown): unknown =>
  typeof value === "string" && value.trim().startsWith("{") ? (parseJson(value) ?? value) : value;
