import { Deadline, Stopwatch } from "../../../provider/api/deadline";
import { isRequestError } from "../../../provider/api/errors";
import { RateLimiter } from "../../../provider/api/rate-limiter";
import { sendOnce } from "../../../provider/api/send";
import type { findAccount } from "../../../provider/config/account";
import type { Problem } from "../../../provider/config/problem";
import { maskAppId } from "../../../provider/ids";
import { counted } from "../../counted";
import { forEachAccount, hasOnlyEmulatorLinks } from "../accounts";
import type { ApiResponse, Check, Context } from "../check";
import { type Finding, ok, skipped } from "../finding";
import { isMisspelt, mayHideAddress } from "../misspelt";
import { explainApiFailure, notTheApi } from "../remedies/api-failure";

/**
 * Whether each account's API accepts the credentials. Lists the rooms once, which changes nothing. If the
 * configuration does not clearly say whose credentials they are, they are not sent.
 */
export const roomsApi: Check = {
  title: "Rooms API",
  run: forEachAccount("Rooms API", requestRooms),
};

async function requestRooms(
  context: Context,
  { account, problems }: ReturnType<typeof findAccount>,
): Promise<Finding> {
  const { appId, appKey, apiUrl } = account;
  if (!appId || !appKey || !apiUrl || problems.some(affectsTarget)) {
    return skipped("the configuration is incomplete or ambiguous");
  }
  if (isMisspelt("accounts", context) || mayHideAddress(context)) {
    return skipped("its address may be under a misspelt key, or a secret that cannot be decrypted");
  }
  if (hasOnlyEmulatorLinks(account)) {
    return skipped("the links lead to this machine, but the API's address does not");
  }
  const { stack, environment, responses } = context;
  const { clock, env } = environment;
  if (stack.readable === "nothing" && !env.ENABLEX_PLATFORM && !env.ENABLEX_API_URL) {
    return skipped("the stack's configuration, which may name another platform, cannot be read");
  }
  const started = clock.now();
  const response: ApiResponse = { account: account.name, host: new URL(apiUrl).host };
  responses.push(response);
  const deadline = new Deadline(new Stopwatch(clock), clock);
  try {
    const content = await sendOnce(
      {
        apiUrl,
        credentials: { appId, appKey },
        fetch: async (url, init) => {
          const received = await environment.fetch(url, init);
          response.clockAheadMs = clockAhead(received.headers.get("date"), (started + clock.now()) / 2);
          return received;
        },
        limiter: new RateLimiter({ maxInFlight: 1 }, clock),
        clock,
        random: () => 0,
        timeoutMs: 10_000,
      },
      { method: "GET", action: "Listing the rooms", path: "/rooms" },
      deadline,
    );
    // Elsewhere, the API documents null for an empty list.
    const rooms = content.rooms === null ? [] : content.rooms;
    if (!Array.isArray(rooms)) {
      return notTheApi("its response is JSON without a list of rooms", { ...account, apiUrl }, context);
    }
    const ids = rooms.map((room) => String((room as { room_id?: unknown } | null)?.room_id).toLowerCase());
    response.rooms = new Set(ids);
    const count = counted(rooms.length, "room");
    const took = clock.now() - started;
    return ok(`${apiUrl} accepts the credentials of ${maskAppId(appId)}; ${count}, responded in ${took} ms`);
  } catch (error) {
    if (!isRequestError(error)) throw error;
    return explainApiFailure(error, { ...account, apiUrl }, context);
  } finally {
    deadline.close();
  }
}

/** Whether the problem leaves open where to send the credentials, or what they are. */
const affectsTarget = ({ key }: Problem): boolean =>
  key === "platform" || key === "apiUrl" || key === "appKey";

/** The header has whole seconds, so it is half a second behind on average. */
function clockAhead(date: string | null, now: number): number | undefined {
  const theirs = Date.parse(date ?? "") + 500;
  return Number.isNaN(theirs) ? undefined : now - theirs;
}
