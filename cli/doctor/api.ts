import { Deadline, Stopwatch } from "../../provider/api/deadline";
import { isRequestError } from "../../provider/api/errors";
import { Limiter } from "../../provider/api/limiter";
import { sendOnce } from "../../provider/api/send";
import type { Account, findAccount } from "../../provider/config";
import type { Problem } from "../../provider/config/problem";
import { maskAppId } from "../../provider/ids";
import { isLoopback } from "../../provider/url";
import { explain, notTheApi } from "./api-failure";
import type { Configuration } from "./configuration";
import { type Finding, ok, skipped } from "./finding";
import { hidesAddress, isMisspelt } from "./misspelt";
import type { Surroundings } from "./surroundings";

/** What the API's answer tells besides: its clock. */
export interface Heard {
  host: string;
  /** By how much this machine's clock is ahead of the API's, in milliseconds. */
  ahead: number;
}

/** What an account's API answered. */
export interface ApiAnswer {
  account?: string;
  finding: Finding;
  heard?: Heard;
  /** Ids of all rooms of the account, where it listed them. */
  rooms?: Set<string>;
}

/**
 * Asks an account's API for the list of rooms, once: it changes nothing. Where the configuration does not say clearly
 * whose credentials they are, they are sent nowhere.
 */
export async function examineApi(
  around: Surroundings,
  configuration: Configuration,
  { account, problems }: ReturnType<typeof findAccount>,
): Promise<ApiAnswer> {
  const check = account.name === undefined ? "Rooms API" : `Rooms API, account ${account.name}`;
  const { appId, appKey, apiUrl } = account;
  if (!appId || !appKey || !apiUrl || problems.some(isOfAddress)) {
    return { finding: skipped(check, "the configuration is not complete, or not clear") };
  }
  if (isMisspelt("accounts", configuration) || hidesAddress(configuration)) {
    const says = "its address may be a value that nobody reads, or that cannot be decrypted";
    return { finding: skipped(check, says) };
  }
  if (isOnlyLinkOf(account)) {
    return { finding: skipped(check, "the links lead to this machine, and the address of the API does not") };
  }
  const { stack, env } = configuration;
  if (stack.readable === "nothing" && !env.ENABLEX_PLATFORM && !env.ENABLEX_API_URL) {
    const says = "the stack's configuration, which may name another platform, cannot be read";
    return { finding: skipped(check, says) };
  }
  const { clock } = around;
  const started = clock.now();
  let heard: Heard | undefined;
  const deadline = new Deadline(new Stopwatch(clock), clock);
  try {
    const content = await sendOnce(
      {
        apiUrl,
        credentials: { appId, appKey },
        fetch: async (url, init) => {
          const answer = await around.fetch(url, init);
          heard = hear(answer.headers.get("date"), (started + clock.now()) / 2, apiUrl);
          return answer;
        },
        limiter: new Limiter({ maxInFlight: 1 }, clock),
        clock,
        random: () => 0,
        timeoutMs: 10_000,
      },
      { method: "GET", action: "Listing the rooms", path: "/rooms" },
      deadline,
    );
    // The API documents a null list for an empty one elsewhere.
    const rooms = content.rooms === null ? [] : content.rooms;
    if (!Array.isArray(rooms)) {
      const facts = "its answer is JSON without a list of rooms";
      return { finding: notTheApi(check, facts, { ...account, apiUrl }, around, configuration), heard };
    }
    const count = `${rooms.length} ${rooms.length === 1 ? "room" : "rooms"}`;
    const says = `${apiUrl} takes the credentials of ${maskAppId(appId)}; ${count}, answered in ${clock.now() - started} ms`;
    const ids = rooms.map((room) => String((room as { room_id?: unknown } | null)?.room_id).toLowerCase());
    return { account: account.name, finding: ok(check, says), heard, rooms: new Set(ids) };
  } catch (error) {
    if (!isRequestError(error)) throw error;
    return { finding: explain(check, error, { ...account, apiUrl }, around, configuration), heard };
  } finally {
    deadline.close();
  }
}

/** Whether it is not certain where to send the credentials, or what they are. */
const isOfAddress = ({ key }: Problem): boolean => key === "platform" || key === "apiUrl" || key === "appKey";

/** Whether the links lead to an emulator on this machine and the API is somewhere else. */
export const isOnlyLinkOf = ({ meetingUrl, apiUrl }: Partial<Account>): boolean =>
  !!meetingUrl &&
  !!apiUrl &&
  isLoopback(new URL(meetingUrl).hostname) &&
  !isLoopback(new URL(apiUrl).hostname);

/** The header counts whole seconds, so that it is half a second behind on average. */
function hear(date: string | null, received: number, apiUrl: string): Heard | undefined {
  const theirs = Date.parse(date ?? "") + 500;
  return Number.isNaN(theirs) ? undefined : { host: new URL(apiUrl).host, ahead: received - theirs };
}
