import * as pulumi from "@pulumi/pulumi";

export interface EmbedOptions {
  /** Title of the frame, for screen readers. @default "Meeting" */
  title?: pulumi.Input<string>;
  /** Width in CSS pixels, or a percentage. @default "100%" */
  width?: pulumi.Input<string | number>;
  /** Height in CSS pixels, or a percentage. @default "100%" */
  height?: pulumi.Input<string | number>;
}

/**
 * The IFRAME that embeds a meeting in a web page, as documented by the vendor. The page must be served over https from a
 * domain on the portal's whitelist. The result is a secret if the link is one.
 *
 * @example
 * ```ts
 * const html = embedHtml(room.participantUrl, { title: "Stand-up", height: 720 });
 * ```
 */
export function embedHtml(url: pulumi.Input<string>, options: EmbedOptions = {}): pulumi.Output<string> {
  const { title = "Meeting", width = "100%", height = "100%" } = options;
  return pulumi.all([url, title, width, height]).apply(([src, ...texts]) => {
    if (!/^https?:$/.test(URL.canParse(src) ? new URL(src).protocol : "")) {
      throw new pulumi.RunError(
        "embedHtml: the link is not a web address; pass a room's participantUrl or moderatorUrl",
      );
    }
    const [frameTitle, frameWidth, frameHeight] = texts.map((text) => escaped(String(text)));
    return (
      `<iframe allow="camera; microphone; fullscreen; speaker; display-capture" src="${escaped(src)}" title="${frameTitle}" ` +
      `width="${frameWidth}" height="${frameHeight}" border="0"></iframe>`
    );
  });
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
