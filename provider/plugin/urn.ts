/** The parts of a resource's URN: `urn:pulumi:<stack>::<project>::<types>::<name>`. */
export interface Urn {
  project: string;
  stack: string;
  /** The resource's own type, such as `enablex:index:Room`, without those of its parents. */
  type: string;
  /** Empty for a provider that `pulumi do` configures. */
  name: string;
}

/** Parses a URN. A resource's name may contain colons and slashes. */
export function parseUrn(urn: string): Urn {
  const [, stack, project, types, name] = /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.*)$/s.exec(urn) ?? [];
  if (!stack || !project || !types || name === undefined)
    throw new Error(`${urn || "(nothing)"} is not a URN`);
  return { project, stack, type: types.slice(types.lastIndexOf("$") + 1), name };
}

/**
 * Whether this is the name of a provider that the engine registers on its own: `default`, then the version,
 * then the plugin's download URL with its scheme.
 */
export const isDefaultProviderName = (name: string): boolean =>
  /^default(_\d+_\d+_\d+(_.*)?|_\w+_\/.*)?$/.test(name);
