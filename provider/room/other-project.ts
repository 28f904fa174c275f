import type { Account } from "../config/account";
import { maskAppId } from "../ids";
import { appIdOfLink } from "./links";
import type { RoomState } from "./properties";

/** Fails if the state's room belongs to another project: it exists, but this account cannot see it. */
export function rejectOtherProject(roomId: string, state: Partial<RoomState>, account: Account): void {
  if (sameProject(state, account)) return;
  const otherAppId = maskAppId(appIdOfLink(state.moderatorUrl)!);
  throw new Error(
    `Room ${roomId} belongs to the project with App ID ${otherAppId}, but the configuration uses ${maskAppId(account.appId)}. ` +
      `Nothing was changed. ${account.isExplicitProvider ? fixInProvider : fixInStack}`,
  );
}

const fixInStack =
  "Configure the credentials of the room's own project again. " +
  "To move to the other project, destroy the stack with the old credentials first, or configure the other project as a named account.";

/** A resource with a new name is created; the old one, no longer in the program, is deleted. */
const fixInProvider =
  "Give the provider the credentials of the room's own project again. " +
  "To create a room in the other project, declare another provider and give the room's resource another name.";

/** Whether the room is in the account's project, by the App ID in the state's moderator link. */
export function sameProject(state: Partial<RoomState>, account: Account): boolean {
  const appId = appIdOfLink(state.moderatorUrl);
  return appId === undefined || appId.toLowerCase() === account.appId.toLowerCase();
}
