/**
 * The values that a program made secret, by key: whole values, or parts of them. A secret item makes the whole
 * array secret, as in the engine, because items can move.
 */
export interface Secrets {
  [key: string]: true | Secrets;
}

/** Combines two sets of secrets. */
export function mergeSecrets(one: Secrets, other: Secrets): Secrets {
  const both: Secrets = { ...one };
  for (const [key, secrets] of Object.entries(other)) {
    const ours = Object.hasOwn(one, key) ? one[key] : undefined;
    both[key] = secrets === true || ours === true ? true : mergeSecrets(ours ?? {}, secrets);
  }
  return both;
}

/** The secrets in the value of a key. */
export function secretsIn(secrets: true | Secrets, key: PropertyKey): true | Secrets {
  if (secrets === true) return true;
  return Object.hasOwn(secrets, key) ? secrets[key as string]! : {};
}

/** Whether the value at a path is secret, is inside a secret, or contains one. */
export function isSecretAt(secrets: true | Secrets, path: readonly PropertyKey[]): boolean {
  const inside = path.reduce(secretsIn, secrets);
  return inside === true || Object.keys(inside).length > 0;
}
