import type { ConfigKey } from "./config/keys";
import { createCore } from "./core";
import { describeInternalError } from "./internal-error";
import type { JsonObject } from "./json";
import { createWarn } from "./log";
import { PartialStateError } from "./room/partial-state-error";
import { isOutput, type RoomInputs, type RoomState } from "./room/schema";

/**
 * The provider that Pulumi's dynamic provider host runs. The text in a room's `__provider` requires this module by
 * the name `pulumi-enablex/dynamic` and takes the module itself for the provider. States of all versions hold that
 * text, so the name and these exports stay.
 */

/** What the host passes to {@link configure}. */
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
 * Keeps the configuration. The host shares the provider with other calls before this one has ended, and forgets an
 * error of all but one of them: so nothing is awaited here, nothing is checked, and nothing can fail.
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
      // Without an answer the engine compares the inputs by itself, and then knows for replaceOnChanges and its preview
      // which of them changed. It cannot see other differences: links, and the provider's text, of which native outputs
      // hold none and others may hold an old one, which a refresh and a destroy would run.
      changes: isInputChanged ? undefined : changes.length > 0 || olds.__provider !== news.__provider,
      replaces: [...new Set(changes.filter((change) => change.replace).map((change) => change.property))],
      // A replacement is made before the old room is deleted: names are not unique, and links live on until then.
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
    // As the API spells it: the links are made of it.
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

/** A room's properties without the host's own. */
function withoutProvider<T = JsonObject>(props: JsonObject): T {
  const { __provider, ...room } = props;
  return room as T;
}

/**
 * The host adds the text to what a method returns, but not to what an error keeps in the state. Without it, neither a
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
 * The host prints a failure as `<text>: <stack>` and passes its message on to the engine, which prints it again. The
 * message says all there is to say, so it stands for the stack, and the package's name for the text. Lines for the
 * user are shown before the answer.
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
