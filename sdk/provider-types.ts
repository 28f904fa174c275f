// Generated from provider/config/keys.ts by `npm run generate`; do not edit.
import type * as pulumi from "@pulumi/pulumi";

/**
 * What a program gives a provider. What it does not give comes from the environment, then from the default; the
 * stack's configuration is for the default provider.
 */
export interface ProviderArgs {
  /** App ID of the project, 24 hexadecimal digits, from the portal. A secret too: a participant link holds the room id, and room id and App ID together are the host link. */
  appId?: pulumi.Input<string | undefined>;
  /** App Key of the project, from the portal. */
  appKey?: pulumi.Input<string | undefined>;
  /**
   * Whose rooms API it is.
   * - `enablex`: EnableX, https://api.enablex.io/video/v1.
   * - `smartfloMeet`: Smartflo Meet, https://api.smartflomeet.ttns.in/video/v1.
   * @default "enablex"
   */
  platform?: pulumi.Input<"enablex" | "smartfloMeet" | undefined>;
  /** Another base URL of the rooms API, path included, such as `https://api.example.com/video/v1`. Plain http is for this machine alone. */
  apiUrl?: pulumi.Input<string | undefined>;
  /** Subdomain of the meeting links, chosen in the portal. */
  subdomain?: pulumi.Input<string | undefined>;
  /**
   * Which domain the meeting links have.
   * - `premium`: Embed Premium, yourvideo.live, 12 people in the layout.
   * - `lite`: Embed Lite, yourvideo.app, 4 people in the layout.
   * @default "premium"
   */
  edition?: pulumi.Input<"premium" | "lite" | undefined>;
  /** Whole origin of the meeting links, such as `https://meet.example.com`, for domains of your own. From `subdomain` and `edition` where it is not set. */
  meetingUrl?: pulumi.Input<string | undefined>;
  /** More accounts, a JSON object by the name that a room's `account` gives: `{"eu": {"appId": "…", "appKey": "…"}}`. An account takes over the platform and the links of the configuration where it names none of its own. */
  accounts?: pulumi.Input<Record<string, pulumi.Input<AccountArgs>> | undefined>;
  /** At most so many requests a second to one account, from one run. No limit where it is not set, because none is published; an answer 429 makes all requests wait. At least 0.1. */
  requestsPerSecond?: pulumi.Input<number | undefined>;
  /**
   * At most so many requests at once to one account, from one run.
   * @default 8
   */
  maxInFlight?: pulumi.Input<number | undefined>;
  /**
   * How long an update or a delete waits for people to leave a room: `90s`, `10m`, `1h`. In the native form it waits longer if a resource's `customTimeouts` are longer.
   * @default "5m"
   */
  busyTimeout?: pulumi.Input<string | undefined>;
}

/** One of the `accounts` of a provider. */
export interface AccountArgs {
  /** App ID of the project, 24 hexadecimal digits, from the portal. A secret too: a participant link holds the room id, and room id and App ID together are the host link. */
  appId: pulumi.Input<string>;
  /** App Key of the project, from the portal. */
  appKey: pulumi.Input<string>;
  /**
   * Whose rooms API it is.
   * - `enablex`: EnableX, https://api.enablex.io/video/v1.
   * - `smartfloMeet`: Smartflo Meet, https://api.smartflomeet.ttns.in/video/v1.
   * @default the configuration's where the account names neither `platform` nor `apiUrl`
   */
  platform?: pulumi.Input<"enablex" | "smartfloMeet" | undefined>;
  /**
   * Another base URL of the rooms API, path included, such as `https://api.example.com/video/v1`. Plain http is for this machine alone.
   * @default the configuration's where the account names neither `platform` nor `apiUrl`
   */
  apiUrl?: pulumi.Input<string | undefined>;
  /**
   * Subdomain of the meeting links, chosen in the portal.
   * @default the configuration's where the account names neither `subdomain` nor `meetingUrl`
   */
  subdomain?: pulumi.Input<string | undefined>;
  /**
   * Which domain the meeting links have.
   * - `premium`: Embed Premium, yourvideo.live, 12 people in the layout.
   * - `lite`: Embed Lite, yourvideo.app, 4 people in the layout.
   * @default the configuration's where the account names neither `edition` nor `meetingUrl`
   */
  edition?: pulumi.Input<"premium" | "lite" | undefined>;
  /**
   * Whole origin of the meeting links, such as `https://meet.example.com`, for domains of your own. From `subdomain` and `edition` where it is not set.
   * @default the configuration's where the account names none of `subdomain`, `edition` and `meetingUrl`
   */
  meetingUrl?: pulumi.Input<string | undefined>;
}
