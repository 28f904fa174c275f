import type { ConfigKey } from "../../provider/config";

/** What counts where a named account does not say a key: `readNamedAccount` in provider/accounts.ts, in words. */
export const accountDefaults: Partial<Record<ConfigKey, string>> = {
  platform: ofConfiguration("neither `platform` nor `apiUrl`"),
  apiUrl: ofConfiguration("neither `platform` nor `apiUrl`"),
  subdomain: ofConfiguration("neither `subdomain` nor `meetingUrl`"),
  edition: ofConfiguration("neither `edition` nor `meetingUrl`"),
  meetingUrl: ofConfiguration("none of `subdomain`, `edition` and `meetingUrl`"),
};

function ofConfiguration(unsaid: string): string {
  return `the configuration's where the account names ${unsaid}`;
}
