import { isDefaultProviderName } from "../../provider/plugin/urn";

/** A resource of a stack's state, as `pulumi stack export` writes it. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  /** URN of the resource that it belongs to. All that a program registers belongs to something, at least to the stack. */
  parent?: string;
  /** `<urn>::<id>` of the provider that serves it. */
  provider?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** When the engine first wrote the resource, and when it last changed it: RFC 3339. */
  created?: string;
  modified?: string;
  /** Waits to be deleted: its successor stands in the state already. */
  delete?: boolean;
  /** Was deleted to be replaced: its successor is not made yet. */
  pendingReplacement?: boolean;
}

/** What a stack's state holds. */
export interface StackState {
  project: string;
  stack: string;
  resources: StateResource[];
  /** Names of resources whose operation an interrupted run has begun and not ended. */
  pending?: string[];
}

/** A stack by what `pulumi stack export` printed; `undefined` where it holds no resource, which would name it. */
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

/** How the engine marks a secret in a state. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** Whether a value of a state is a secret: encrypted, or with its text if the state was read with `--show-secrets`. */
export const isSecret = (value: unknown): value is { plaintext?: string } =>
  typeof value === "object" && value !== null && SECRET in value;

/** Whether a resource is a provider that the program has made, with settings of its own. */
export const isExplicitProvider = ({ type, urn, parent }: StateResource): boolean =>
  type === "pulumi:providers:enablex" && (parent !== undefined || !isDefaultProviderName(nameOf({ urn })));

/** Tells whether such a provider of a state serves a resource. */
export function usesExplicitProvider(resources: StateResource[]): (resource: StateResource) => boolean {
  const own = new Set(resources.filter(isExplicitProvider).map(({ urn, id }) => `${urn}::${id}`));
  return ({ provider }) => provider !== undefined && own.has(provider);
}
