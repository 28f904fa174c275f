import type { z } from "zod";
import { roomInputs } from "./inputs";
import { type InputMetadata, inputMetadata, type OutputMetadata } from "./metadata";
import { roomOutputs } from "./outputs";

/** A room's inputs as given by a program, or completed by check. */
export type RoomInputs = z.output<typeof roomInputs>;
export type InputName = keyof RoomInputs;

/** The names of all inputs, in the order of the schema. */
export const inputNames = Object.keys(roomInputs.shape) as InputName[];

/** Whether a property is computed, not set by a program. */
export const isOutput = (property: string): boolean => !(inputNames as string[]).includes(property);

export const isRequired = (name: InputName): boolean => roomInputs.shape[name].def.type !== "optional";

/** Whether every room has the input as an output. */
export const isFilled = (name: InputName): boolean =>
  isRequired(name) ||
  metadataOf(name).default !== undefined ||
  ["name", "ownerRef", "declaredAs"].includes(name);

export const metadataOf = (name: InputName): InputMetadata => inputMetadata.get(roomInputs.shape[name])!;

type Outputs = typeof roomOutputs;
export type OutputName = keyof Outputs;
type OptionalOutput = {
  [Name in OutputName]: Outputs[Name] extends { optional: true } ? Name : never;
}[OutputName];
type InfoOutput = { [Name in OutputName]: Outputs[Name] extends { inInfo: true } ? Name : never }[OutputName];

/** The names of all outputs, in the order of their table. */
export const outputNames = Object.keys(roomOutputs) as OutputName[];

export const outputMetadataOf = (name: OutputName): OutputMetadata => roomOutputs[name];

/** The properties that Pulumi encrypts in the state: those with `secret: true` in `inputs.ts` or `outputs.ts`. */
export const secretNames: string[] = [
  ...outputNames.filter((name) => outputMetadataOf(name).secret),
  ...inputNames.filter((name) => metadataOf(name).secret),
];

/** The inputs that the functions return: those that the API holds, except the secret ones. */
export const infoInputs = inputNames.filter(
  (name) => (metadataOf(name).wire !== undefined || name === "kind") && !metadataOf(name).secret,
);

/** The outputs that the functions return. */
export const infoOutputs = outputNames.filter((name) => outputMetadataOf(name).inInfo);

/** What the provider adds to the inputs. */
export type RoomOutputs = Record<Exclude<OutputName, OptionalOutput>, string> &
  Partial<Record<OptionalOutput, string>> & {
    /** Set only while the state lacks long values, because an error carried it. */
    reduced?: LeftOut;
  };

/** The names of the inputs that are left out of a state, each with those of its parts. */
export type LeftOut = Partial<Record<InputName, string[]>>;

/** A room in the state: the inputs as given or defaulted by the provider, and the outputs. */
export type RoomState = RoomInputs & RoomOutputs;

/** A room as the functions that read the API return it: without secrets, so a program can display and log it. */
export type RoomInfo = Partial<RoomInputs> &
  Pick<RoomOutputs, InfoOutput> & {
    /** Whether people are in the room now. */
    active: boolean;
  };
