import * as z from "zod";

/**
 * What the provider knows about an input besides its type. Validation, request bodies, the diff, schema.json and the
 * reference page read it here.
 */
export interface InputMetadata {
  /** What the input is for, with format and unit. */
  description: string;
  /** Path of its value in requests and responses of the rooms API: `name`, `settings.quality`. */
  wire?: string;
  /** The value that the provider sets if the program sets none. */
  default?: string | number;
  /** The default that the API documents: sent when an input is removed from the program. */
  serverDefault?: unknown;
  /** The same for parts of an input that has no documented default as a whole. */
  partDefaults?: Record<string, unknown>;
  /** Value of a key that a response omits, because the server drops empty ones. */
  valueIfOmitted?: "" | false;
  /** The API cannot change the value of an existing room. */
  replaceOnChanges?: true;
  /** The value is encrypted in the state and never displayed. */
  secret?: true;
  /** Free text, a URL or data: it may be a secret that the provider does not know. */
  neverQuoted?: true;
  /** Sent as a string, as in the API's documentation. */
  sentAsString?: true;
  /** The meanings of an enum's values. */
  values?: Record<string, string>;
}

/** What the provider knows about an output. Types, schema.json and the reference page read it here. */
export interface OutputMetadata {
  /** What the output is, with its format. */
  description: string;
  /** What to add to the description for resources, but not for the results of functions. */
  remark?: string;
  /** Not every room has it. */
  optional?: true;
  /** The value is encrypted in the state. */
  secret?: true;
  /** The functions that read the API return it too. */
  inInfo?: true;
  /** Only imported rooms have it. A set cannot be imported. */
  onlyImported?: true;
}

export const inputMetadata = z.registry<InputMetadata>();

/** Declares an optional input. */
export function input<T extends z.ZodType>(type: T, metadata: InputMetadata): z.ZodOptional<T> {
  const optional = type.optional();
  inputMetadata.add(optional, metadata);
  return optional;
}
