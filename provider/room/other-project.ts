import type { Account } from "../config/account";
import { maskAppId } from "../ids";
import { appIdOf } from "./links";
import type { RoomState } from "./schema";

/** Fails where the state says that a room belongs to another project than the account's: it is there, and not ours to touch. */
export function refuseOtherProject(roomId: string, state: Partial<RoomState>, account: Account): void {
  if (sameProject(state, account)) return;
  const theirs = maskAppId(appIdOf(state.moderatorUrl)!);
  throw new Error(
    `Room ${roomId} belongs to the project with the App ID ${theirs}, and the configuration names ${maskAppId(account.appId)}. ` +
      `Nothing was changed. ${account.isExplicitProvider ? remedyInProvider : remedyInStack}`,
  );
}

const remedyInStack =
  "Configure the credentials of the room's own project again; " +
  "to move to the other project, destroy the stack with the old credentials first, or name the other one as an account.";

/** A resource of another name has no old state, so that it is created; the old one is deleted by its old provider. */
const remedyInProvider =
  "Give the provider the credentials of the room's own project again; " +
  "to make a room in the other project, declare another provider for it and give the room's resource another name.";

/** Whether the account is that of the room's project, as far as the state tells: its moderator link holds the App ID. */
export function sameProject(state: Partial<RoomState>, account: Account): boolean {
  const appId = appIdOf(state.moderatorUrl);
  return appId === undefined || appId.toLowerCase() === account.appId.toLowerCase();
}
