/** A property path in the engine's spelling: `sip.enabled`, `customData["a b"]`. */
export const propertyPath = (keys: readonly PropertyKey[]): string =>
  keys
    .map((key) => (typeof key === "number" ? `[${key}]` : pathPart(String(key))))
    .join("")
    .replace(/^\./, "");

/** A key in a property path, after the path of its object. */
export const pathPart = (key: string): string =>
  /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
