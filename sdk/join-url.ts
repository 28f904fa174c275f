import * as pulumi from "@pulumi/pulumi";
import { joinLink } from "../provider/room/join-link";
import type { JoinOptions } from "./link-types";
import { withRunErrors } from "./run-errors";

type JoinOptionInputs = { [K in keyof JoinOptions]: pulumi.Input<JoinOptions[K]> };

/**
 * A meeting link with query parameters. The result is a secret if the link is one.
 *
 * @example
 * ```ts
 * export const aliceUrl = joinUrl(room.participantUrl, { name: "Alice", video: false, landing: false });
 * ```
 *
 * @throws RunError when the stack runs, if the link is not a URL, an option is invalid or `landing: false` has no `name`
 */
export function joinUrl(url: pulumi.Input<string>, options: JoinOptionInputs = {}): pulumi.Output<string> {
  return pulumi
    .all([url, options])
    .apply(([link, known]) => withRunErrors("joinUrl", () => joinLink({ ...known, url: link })));
}
