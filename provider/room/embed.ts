import { type ArgumentMetadata, checkArguments } from "../arguments";
import type { JsonObject } from "../json";

/** The options of a meeting's IFRAME. */
export const embedOptions = {
  title: { type: "string", description: "Title of the frame, for screen readers.", default: "Meeting" },
  width: { type: "size", description: "Width in CSS pixels, or a percentage.", default: "100%" },
  height: { type: "size", description: "Height in CSS pixels, or a percentage.", default: "100%" },
} as const satisfies Record<string, ArgumentMetadata>;

/** The arguments of `embedHtml`. */
export const embedArguments = {
  url: {
    type: "string",
    description: "The link: a room's `participantUrl` or `moderatorUrl`.",
    required: true,
    problem: (url: string) =>
      /^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : "")
        ? undefined
        : "is not an http or https URL; pass a room's participantUrl or moderatorUrl",
  },
  ...embedOptions,
} as const satisfies Record<string, ArgumentMetadata>;

/**
 * The IFRAME that embeds a meeting in a web page, as documented by the vendor.
 *
 * @throws BadArguments if an argument is invalid
 */
export function embedFrame(args: JsonObject): string {
  const defaults = Object.entries(embedOptions).map(([name, { default: ours }]) => [name, ours]);
  const given = { ...Object.fromEntries(defaults), ...checkArguments(args, embedArguments) };
  const [url, title, width, height] = ["url", "title", "width", "height"].map((name) =>
    escaped(String(given[name])),
  );
  return (
    `<iframe allow="camera; microphone; fullscreen; speaker; display-capture" src="${url}" title="${title}" ` +
    `width="${width}" height="${height}" border="0"></iframe>`
  );
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
