// Generated from provider/config/keys.ts by `npm run generate`; do not edit.
import type * as pulumi from "@pulumi/pulumi";

/**
 * The arguments of a provider. Arguments that you omit come from environment variables, then from the defaults. Only the
 * default provider uses the stack's configuration.
 */
export interface ProviderArgs {
  /** App ID of the project, 24 hexadecimal digits, from the portal. A secret, because a participant link contains the room id, and anyone with room id and App ID can compute the host link. */
  appId?: pulumi.Input<string | undefined>;
  /** App Key of the project, from the portal. */
  appKey?: pulumi.Input<string | undefined>;
  /**
   * Which vendor's rooms API to use.
   * - `enablex`: EnableX, https://api.enablex.io/video/v1.
   * - `smartfloMeet`: Smartflo Meet, https://api.smartflomeet.ttns.in/video/v1.
   * @default "enablex"
   */
  platform?: pulumi.Input<"enablex" | "smartfloMeet" | undefined>;
  /** Base URL of the rooms API, including the path, such as `https://api.example.com/video/v1`, if it is not the platform's. Plain http is allowed only for this machine. */
  apiUrl?: pulumi.Input<string | undefined>;
  /** Subdomain of the meeting links, chosen in the portal. */
  subdomain?: pulumi.Input<string | undefined>;
  /**
   * Edition of the meeting page, which determines the domain of the meeting links.
   * - `premium`: Embed Premium, yourvideo.live, 12 people in the layout.
   * - `lite`: Embed Lite, yourvideo.app, 4 people in the layout.
   * @default "premium"
   */
  edition?: pulumi.Input<"premium" | "lite" | undefined>;
  /** Origin of the meeting links, such as `https://meet.example.com`, instead of the one that `subdomain` and `edition` determine. */
  meetingUrl?: pulumi.Input<string | undefined>;
  /** More accounts, for the input `account` of rooms: a JSON object from name to account, such as `{"eu": {"appId": "…", "appKey": "…"}}`. An account inherits platform and links from the configuration unless it sets its own. */
  accounts?: pulumi.Input<Record<string, pulumi.Input<AccountArgs>> | undefined>;
  /** Maximum requests per second, per account and run; at least 0.1. Unlimited by default, because the vendor publishes no limit. After a 429, all requests wait. */
  requestsPerSecond?: pulumi.Input<number | undefined>;
  /**
   * Maximum concurrent requests, per account and run. A run starts with 8, sends more while the API responds without errors, and halves their number when it does not. After a 429, it sends at most 8.
   * @default 32
   */
  maxInFlight?: pulumi.Input<number | undefined>;
  /**
   * How long an update or delete waits for people to leave a room, such as `90s`, `10m` or `1h`. In the native form, longer `customTimeouts` of a resource extend it.
   * @default "5m"
   */
  busyTimeout?: pulumi.Input<string | undefined>;
}

/** One of the `accounts` of a provider. */
export interface AccountArgs {
  /** App ID of the project, 24 hexadecimal digits, from the portal. A secret, because a participant link contains the room id, and anyone with room id and App ID can compute the host link. */
  appId: pulumi.Input<string>;
  /** App Key of the project, from the portal. */
  appKey: pulumi.Input<string>;
  /**
   * Which vendor's rooms API to use.
   * - `enablex`: EnableX, https://api.enablex.io/video/v1.
   * - `smartfloMeet`: Smartflo Meet, https://api.smartflomeet.ttns.in/video/v1.
   * @default the configuration's if the account sets neither `platform` nor `apiUrl`
   */
  platform?: pulumi.Input<"enablex" | "smartfloMeet" | undefined>;
  /**
   * Base URL of the rooms API, including the path, such as `https://api.example.com/video/v1`, if it is not the platform's. Plain http is allowed only for this machine.
   * @default the configuration's if the account sets neither `platform` nor `apiUrl`
   */
  apiUrl?: pulumi.Input<string | undefined>;
  /**
   * Subdomain of the meeting links, chosen in the portal.
   * @default the configuration's if the account sets neither `subdomain` nor `meetingUrl`
   */
  subdomain?: pulumi.Input<string | undefined>;
  /**
   * Edition of the meeting page, which determines the domain of the meeting links.
   * - `premium`: Embed Premium, yourvideo.live, 12 people in the layout.
   * - `lite`: Embed Lite, yourvideo.app, 4 people in the layout.
   * @default the configuration's if the account sets neither `edition` nor `meetingUrl`
   */
  edition?: pulumi.Input<"premium" | "lite" | undefined>;
  /**
   * Origin of the meeting links, such as `https://meet.example.com`, instead of the one that `subdomain` and `edition` determine.
   * @default the configuration's if the account sets none of `subdomain`, `edition` and `meetingUrl`
   */
  meetingUrl?: pulumi.Input<string | undefined>;
}
