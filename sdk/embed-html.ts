import * as pulumi from "@pulumi/pulumi";
import { embedFrame } from "../provider/room/embed";
import type { EmbedOptions } from "./link-types";
import { withRunErrors } from "./run-errors";

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
  return pulumi
    .all([url, options])
    .apply(([link, known]) => withRunErrors("embedHtml", () => embedFrame({ ...known, url: link })));
}
