import fc from "fast-check";

/** Characters that a URL may contain as they are. */
const plain = [..."azAZ09-._~!$&'()*+,;=:@"];

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...plain),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }).map(encodeURIComponent),
    ),
  )
  .map((characters) => characters.join(""));

/**
 * Any http or https URL, sometimes with query and fragment. The first `fc.webUrl()` of a process takes a second to
 * build its table of characters.
 */
export const webUrl = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom("http", "https"),
      fc.webAuthority(),
      fc.array(text.map((segment) => `/${segment}`)),
      fc.option(text, { nil: undefined }),
      fc.option(text, { nil: undefined }),
    )
    .map(([scheme, host, path, query, fragment]) =>
      [
        `${scheme}://${host}${path.join("")}`,
        query === undefined ? "" : `?${query}`,
        fragment === undefined ? "" : `#${fragment}`,
      ].join(""),
    );
