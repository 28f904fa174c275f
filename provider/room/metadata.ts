import { z } from "zod";

/**
 * What the provider knows of an input besides its type: validation, request bodies, the diff, schema.json and the
 * reference page all read it here.
 */
export interface InputMetadata {
  /** What the input is for, with format and unit. */
  description: string;
  /** Where its value stands in a request and an answer of the rooms API: `name`, `settings.quality`. */
  wire?: string;
  /** What the provider fills in where the program gives nothing. */
  default?: string | number;
  /** What the API documents as the default: sent when an input is taken out of the program. */
  serverDefault?: unknown;
  /** The same of parts of an input for which, as a whole, no default is documented. */
  partDefaults?: Record<string, unknown>;
  /** What the absence of the key in an answer means, for keys that the server drops when they are empty. */
  absentMeans?: "" | false;
  /** The API cannot change this field of an existing room. */
  replaceOnChanges?: true;
  /** The value is kept encrypted and never shown. */
  secret?: true;
  /** Free text, a URL or data, which may be a secret that the provider is not told of: no message quotes the value. */
  quiet?: true;
  /** The API's documentation sends this count as a string. */
  sentAsString?: true;
  /** What the values of an enum mean. */
  values?: Record<string, string>;
}

/** What the provider knows of an output. Types, schema.json and the reference page all read it here. */
export interface OutputMetadata {
  /** What the output is, with its format. */
  description: string;
  /** What resources add to the description, and the results of functions do not. */
  remark?: string;
  /** Not every room has it. */
  optional?: true;
  /** The value is encrypted in the state. */
  secret?: true;
  /** The functions that read the API return it too. */
  inInfo?: true;
  /** A room of a set never has it, because no set is imported. */
  notInSet?: true;
}

export const inputMetadata = z.registry<InputMetadata>();

/** An optional input and what is known of it. */
export function input<T extends z.ZodType>(type: T, metadata: InputMetadata): z.ZodOptional<T> {
  const optional = type.optional();
  inputMetadata.add(optional, metadata);
  return optional;
}
