import type { ConfigKey } from "./config/keys";
import { createCore } from "./core";
import { describeInternalError } from "./internal-error";
import type { JsonObject } from "./json";
import { createWarn } from "./log";
import { PartialStateError } from "./room/partial-state-error";
import { isOutput, type RoomInputs, type RoomState } from "./room/properties";

/**
 * The provider that Pulumi's dynamic provider host runs. The text in a room's `__provider` requires this module as
 * `pulumi-enablex/dynamic` and uses the module itself as the provider. The states of all versions contain that text,
 * so the name and these exports must not change.
 */

/** The argument of {@link configure}. */
export interface ConfigureRequest {
  config: { get(key: string): string | undefined };
}

let config: ConfigureRequest["config"] | undefined;

const warn = createWarn(process.argv.at(-1));

const core = createCore({
  config: (key: ConfigKey) => config?.get(`enablex:${key}`),
  warn,
});

/**
 * Stores the configuration. The host uses the provider for other calls before this one ends, and only reports an error
 * to one of them. So nothing is awaited or checked here.
 */
export function configure(request: ConfigureRequest): void {
  config = request.config;
}

export async function check(olds: JsonObject, news: JsonObject) {
  return reportErrors(() => {
    const { inputs, failures } = core.check(olds, withoutProvider(news));
    return { inputs: { ...inputs } as JsonObject, failures };
  });
}

export async function diff(id: string, olds: JsonObject, news: JsonObject) {
  return reportErrors(() => {
    const changes = core.diff(id, withoutProvider<RoomState>(olds), withoutProvider<RoomInputs>(news));
    const isInputChanged = changes.some(({ property }) => !isOutput(property));
    return {
      // With undefined, the engine compares the inputs itself, so that it knows the changed ones for replaceOnChanges
      // and its preview. It cannot see other differences: links, and the provider's text. A refresh or destroy would
      // run an old text; native outputs have none.
      changes: isInputChanged ? undefined : changes.length > 0 || olds.__provider !== news.__provider,
      replaces: [...new Set(changes.filter((change) => change.replace).map((change) => change.property))],
      // Create the replacement first: names are not unique, and the old links work until then.
      deleteBeforeReplace: false,
    };
  });
}

export async function create(inputs: JsonObject) {
  return reportErrors(async () => {
    const state = await keepingProvider(inputs, () => core.create(withoutProvider<RoomInputs>(inputs)));
    return { id: state.roomId, outs: { ...state } };
  });
}

export async function read(id: string, props: JsonObject) {
  return reportErrors(async () => {
    const room = await core.read(id, withoutProvider<Partial<RoomState>>(props));
    if (!room) return { id: "", props: {} };
    // In the spelling of the API, because the links contain it.
    return {
      id: room.state.roomId,
      props: { ...room.state } as JsonObject,
      inputs: { ...room.inputs } as JsonObject,
    };
  });
}

export async function update(id: string, olds: JsonObject, news: JsonObject) {
  return reportErrors(async () => {
    const state = await keepingProvider(news, () =>
      core.update(id, withoutProvider<RoomState>(olds), withoutProvider<RoomInputs>(news)),
    );
    return { outs: { ...state } };
  });
}

async function remove(id: string, props: JsonObject): Promise<void> {
  return reportErrors(() => core.delete(id, withoutProvider<Partial<RoomState>>(props)));
}

export { remove as delete };

/** A room's properties without the property of the host. */
function withoutProvider<T = JsonObject>(props: JsonObject): T {
  const { __provider, ...room } = props;
  return room as T;
}

/**
 * Adds the provider's text to a partial state. The host only adds it to the result of a method. Without it, neither a
 * refresh nor a destroy could run.
 */
async function keepingProvider<T>(props: JsonObject, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PartialStateError) error.properties.__provider = props.__provider;
    throw error;
  }
}

/**
 * Makes errors readable. The host prints an error as `<text>: <stack>` and passes its message to the engine, which
 * prints it again. So the message replaces the stack, and the package's name the text. Warnings are shown first.
 */
async function reportErrors<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const failure = error as Error;
    failure.message = describeInternalError(failure) ?? failure.message;
    failure.toString = () => "enablex";
    failure.stack = failure.message;
    throw failure;
  } finally {
    await warn.settled();
  }
}
