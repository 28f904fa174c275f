import { isRequestError, type NoAnswerError, type RequestError } from "../../provider/api/errors";
import { Limiter } from "../../provider/api/limiter";
import { type Platform, platforms } from "../../provider/api/platforms";
import { sendOnce } from "../../provider/api/send";
import { type Account, type findAccount, maskAppId } from "../../provider/config";
import { isLoopback } from "../../provider/url";
import { inTurn, openPage, setVariable } from "../shell";
import { type Configuration, lineOfAccount, lineToSet } from "./configuration";
import { type Finding, failure, ok, skipped, warning } from "./finding";
import { isMisspelt } from "./misspelt";
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
  if ((["apiUrl", "platform", "accounts"] as const).some((key) => isMisspelt(key, configuration))) {
    return { finding: skipped(check, "another address stands under a misspelt name") };
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
  }
}

/** Whether it is not certain where to send the credentials, or what they are. */
const isOfAddress = (problem: string): boolean =>
  /^enablex:(accounts, .*\.)?(platform|apiUrl|appKey)\b/.test(problem);

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

function explain(
  check: string,
  error: RequestError,
  account: Asked,
  around: Surroundings,
  configuration: Configuration,
): Finding {
  const { apiUrl } = account;
  const again = `npx pulumi-enablex doctor${configuration.of}`;
  if (error.isRateLimited) {
    return warning(check, `${apiUrl} is at its rate limit, so that the credentials were not tried`, again);
  }
  if (!("status" in error)) return explainNoAnswer(check, error, account, around, configuration);
  const code = error.resultCode === undefined ? "" : `, result ${error.resultCode}`;
  const facts = `HTTP ${error.status}${code}: ${error.reason || "no reason given"}`;
  if (error.isUnauthorized && !/^HTML/.test(error.reason)) {
    if (error.status === 403) {
      const { portal } = platforms[platformAt(apiUrl) ?? "enablex"];
      return failure(
        check,
        `${apiUrl} knows the project, and refuses it (${facts})`,
        openPage(`https://${portal}`, around.platform),
      );
    }
    const says = `${apiUrl} does not take the credentials (${facts}): App ID and App Key do not belong together, or not to ${owner(apiUrl)}`;
    const mend =
      account.name === undefined
        ? inTurn(lineToSet("appId", configuration), lineToSet("appKey", configuration), around.platform)
        : lineToSet("accounts", configuration);
    return failure(check, says, mend);
  }
  if (error.isServerFault) return failure(check, `${apiUrl} fails (${facts}); it may pass`, again);
  return notTheApi(check, facts, account, around, configuration);
}

type Asked = Partial<Account> & { apiUrl: string };

function explainNoAnswer(
  check: string,
  error: NoAnswerError,
  account: Asked,
  around: Surroundings,
  configuration: Configuration,
): Finding {
  const { apiUrl } = account;
  const { hostname, port } = new URL(apiUrl);
  if (error.isUnreachable && isLoopback(hostname)) {
    const says = `the emulator does not run at ${apiUrl}; it takes a terminal of its own`;
    return failure(check, says, `npx pulumi-enablex emulator --port ${port || 80}`);
  }
  if (error.cause === undefined) return notTheApi(check, error.reason, account, around, configuration);
  const says = `no way to ${apiUrl}: ${error.reason}`;
  if (/not signed by a known authority/.test(error.reason)) {
    return failure(check, says, setVariable("NODE_EXTRA_CA_CERTS", "<file.pem>", around.platform));
  }
  if (/certificate/.test(error.reason)) {
    return failure(
      check,
      `${says}; who runs it must renew it`,
      `npx pulumi-enablex doctor${configuration.of}`,
    );
  }
  // A platform's own host exists, so that it is this machine's network which does not know it.
  const isSlip = /there is no host/.test(error.reason) && platformOf(hostname) === undefined;
  return failure(check, says, isSlip ? otherAddress(account, configuration) : throughProxy(around));
}

function notTheApi(
  check: string,
  facts: string,
  account: Asked,
  around: Surroundings,
  configuration: Configuration,
): Finding {
  const { apiUrl } = account;
  if (platformAt(apiUrl)) {
    return failure(check, `something in between answers for ${apiUrl} (${facts})`, throughProxy(around));
  }
  return failure(
    check,
    `there is no rooms API at ${apiUrl} (${facts})`,
    otherAddress(account, configuration),
  );
}

const throughProxy = ({ platform }: Surroundings): string =>
  setVariable("HTTPS_PROXY", "http://<proxy>:<port>", platform);

/**
 * The line that gives the rooms API another address. None leads from a white label's host to another vendor's, who
 * would be sent its credentials.
 */
function otherAddress({ apiUrl, name }: Asked, configuration: Configuration): string {
  const { hostname } = new URL(apiUrl);
  // Another program has the emulator's port. On a free one, it prints the lines for the stack.
  if (isLoopback(hostname)) return "npx pulumi-enablex emulator --port 0";
  const platform = platformOf(hostname);
  return lineOfAccount(name, "apiUrl", configuration, platform && platforms[platform].apiUrl);
}

/** The platform whose host it is, whatever the path. */
const platformOf = (hostname: string): Platform | undefined =>
  (Object.keys(platforms) as Platform[]).find(
    (platform) => new URL(platforms[platform].apiUrl).hostname === hostname,
  );

const platformAt = (apiUrl: string): Platform | undefined =>
  (Object.keys(platforms) as Platform[]).find((platform) => platforms[platform].apiUrl === apiUrl);

/** Whose credentials an address takes. Those of one vendor are not sent to another to find out. */
function owner(apiUrl: string): string {
  if (isLoopback(new URL(apiUrl).hostname)) return "this emulator, which prints its own when it starts";
  const platform = platformAt(apiUrl);
  if (!platform) return "the platform at this address";
  const other = platform === "enablex" ? "smartfloMeet" : "enablex";
  return `${platforms[platform].title} (where they are of ${platforms[other].title}, set enablex:platform to ${other})`;
}
