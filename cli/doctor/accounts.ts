import { type Account, accountNames, findAccount } from "../../provider/config/account";
import { isLoopback } from "../../provider/url";
import type { Context } from "./check";
import type { Finding } from "./finding";

/** Runs a check for each configured account. */
export const forEachAccount =
  (
    title: string,
    check: (context: Context, found: ReturnType<typeof findAccount>) => Promise<Finding>,
  ): ((context: Context) => Promise<Finding[]>) =>
  (context) =>
    Promise.all(
      accountNames(context.read).map(async (name) => ({
        ...(await check(context, findAccount(context.read, name))),
        check: name === undefined ? title : `${title}, account ${name}`,
      })),
    );

/** Whether the links lead to an emulator on this machine, but the API is elsewhere. */
export const hasOnlyEmulatorLinks = ({ meetingUrl, apiUrl }: Partial<Account>): boolean =>
  !!meetingUrl &&
  !!apiUrl &&
  isLoopback(new URL(meetingUrl).hostname) &&
  !isLoopback(new URL(apiUrl).hostname);
