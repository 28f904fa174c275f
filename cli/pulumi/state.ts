import { isDefaultProviderName } from "../../provider/plugin/urn";

/** A resource of a stack's state, as `pulumi stack export` writes it. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  /** URN of the parent. Everything that a program registers has one, at least the stack. */
  parent?: string;
  /** `<urn>::<id>` of its provider. */
  provider?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** When the engine first wrote and last changed the resource (RFC 3339). */
  created?: string;
  modified?: string;
  /** Pending deletion: its replacement is already in the state. */
  delete?: boolean;
  /** Deleted for replacement: its replacement does not exist yet. */
  pendingReplacement?: boolean;
}

export interface StackState {
  project: string;
  stack: string;
  resources: StateResource[];
  /** Names of resources whose operations an interrupted run left unfinished. */
  pending?: string[];
}

/** Parses the output of `pulumi stack export`; `undefined` without a resource to name the stack. */
export function fromExport(exported: unknown): StackState | undefined {
  const { resources = [], pending_operations } = (exported as Exported | null)?.deployment ?? {};
  const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(resources[0]?.urn ?? "") ?? [];
  const pending = (pending_operations ?? []).map(({ resource }) => nameOf(resource));
  return stack && project ? { project, stack, resources, pending } : undefined;
}

interface Exported {
  deployment?: { resources?: StateResource[]; pending_operations?: { resource: StateResource }[] | null };
}

/** The name of a resource in its program. */
export const nameOf = ({ urn }: Pick<StateResource, "urn">): string => urn.split("::").at(-1)!;

/** The engine's mark of a secret in a state. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** Whether a value is a secret: encrypted, or decrypted by `--show-secrets`. */
export const isSecret = (value: unknown): value is { plaintext?: string } =>
  typeof value === "object" && value !== null && SECRET in value;

/** Whether a resource is an explicit provider, with its own settings. */
export const isExplicitProvider = ({ type, urn, parent }: StateResource): boolean =>
  type === "pulumi:providers:enablex" && (parent !== undefined || !isDefaultProviderName(nameOf({ urn })));

/** Returns whether a resource uses an explicit provider. */
export function usesExplicitProvider(resources: StateResource[]): (resource: StateResource) => boolean {
  const own = new Set(resources.filter(isExplicitProvider).map(({ urn, id }) => `${urn}::${id}`));
  return ({ provider }) => provider !== undefined && own.has(provider);
}
