/** The parts of a resource's URN: `urn:pulumi:<stack>::<project>::<types>::<name>`. */
export interface Urn {
  project: string;
  stack: string;
  /** The resource's own type, such as `enablex:index:Room`, without those of its parents. */
  type: string;
  /** Empty for a provider that `pulumi do` configures. */
  name: string;
}

/** Takes a URN apart. A resource's name may hold colons and slashes. */
export function parseUrn(urn: string): Urn {
  const [, stack, project, types, name] = /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.*)$/s.exec(urn) ?? [];
  if (!stack || !project || !types || name === undefined)
    throw new Error(`${urn || "(nothing)"} is not a URN`);
  return { project, stack, type: types.slice(types.lastIndexOf("$") + 1), name };
}

/**
 * Whether the engine gives such a name to a provider that it registers by itself: `default`, then the version, then the
 * URL that the plugin comes from, with its scheme.
 */
export const isDefaultProviderName = (name: string): boolean =>
  /^default(_\d+_\d+_\d+(_.*)?|_\w+_\/.*)?$/.test(name);
