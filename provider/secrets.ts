/**
 * What is secret in an object, by key: the whole value, or parts of it. Items of an array change places, so a secret in
 * one makes the whole array secret, as it does in the engine.
 */
export interface Secrets {
  [key: string]: true | Secrets;
}

/** What is secret in one or the other. */
export function mergeSecrets(one: Secrets, other: Secrets): Secrets {
  const both: Secrets = { ...one };
  for (const [key, secrets] of Object.entries(other)) {
    const ours = Object.hasOwn(one, key) ? one[key] : undefined;
    both[key] = secrets === true || ours === true ? true : mergeSecrets(ours ?? {}, secrets);
  }
  return both;
}

/** What is secret in the value of a key, of an object that may be a secret as a whole. */
export function secretsIn(secrets: true | Secrets, key: PropertyKey): true | Secrets {
  if (secrets === true) return true;
  return Object.hasOwn(secrets, key) ? secrets[key as string]! : {};
}

/** Whether the value at a path is a secret, lies in one or holds one. */
export function isSecretAt(secrets: true | Secrets, path: readonly PropertyKey[]): boolean {
  const inside = path.reduce(secretsIn, secrets);
  return inside === true || Object.keys(inside).length > 0;
}
