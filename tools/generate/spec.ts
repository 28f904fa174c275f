/** A part of Pulumi's package schema, as its metaschema defines it. */
// biome-ignore lint/suspicious/noExplicitAny: the metaschema, which the pulumi command checks, is its type
export type Spec = { [key: string]: any };

export const token = (name: string) => `enablex:index:${name}`;
export const ref = (name: string) => ({ $ref: `#/types/${token(name)}` });
export const list = (name: string) => ({ type: "array", items: ref(name) });
export const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
export const object = (description: string, properties: Spec, required: string[] = []): Spec => ({
  ...(description && { description }),
  type: "object",
  properties,
  ...(required.length > 0 && { required }),
});
export const enumeration = (values: Record<string, string>): Spec => ({
  type: "string",
  enum: Object.entries(values).map(([value, description]) => ({ value, description })),
});
export const pick = <Name extends string>(names: readonly Name[], spec: (name: Name) => Spec): Spec =>
  Object.fromEntries(names.map((name) => [name, spec(name)]));
