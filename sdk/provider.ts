import * as pulumi from "@pulumi/pulumi";
import { secretConfigKeys } from "../provider/config/keys";
import type { ProviderArgs } from "./provider-types";
import { packageVersion } from "./version";

/**
 * An account of the rooms API for the native form, in addition to the one in the stack's configuration.
 *
 * @example
 * ```ts
 * import { Provider, Room } from "pulumi-enablex/native";
 *
 * const config = new pulumi.Config();
 * const india = new Provider("india", {
 *   platform: "smartfloMeet",
 *   appId: config.requireSecret("indiaAppId"),
 *   appKey: config.requireSecret("indiaAppKey"),
 *   subdomain: "acme-in",
 * });
 * new Room("standup", { participants: 8 }, { provider: india });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const given = Object.entries(args)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [
        key,
        (secretConfigKeys as string[]).includes(key) ? pulumi.secret(value) : value,
      ]);
    super("enablex", name, Object.fromEntries(given), pulumi.mergeOptions({ version: packageVersion }, opts));
  }
}
