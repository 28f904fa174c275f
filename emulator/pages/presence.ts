import { leave, type Service } from "../service";

/**
 * A page that is closed says so. One whose browser was killed cannot, so its stay ends when it was not heard of for this many milliseconds. A page asks
 * every second, but browsers let one in the background do so once a minute only.
 */
export const silenceMs = 150_000;

/** When the pages that are in a meeting were last heard of. */
export interface Presence {
  /** The page of this stay is there. */
  hear(clientId: string): void;
  /**
   * Ends the stays of pages that are silent.
   *
   * @returns how many
   */
  sweep(): number;
}

/**
 * @param now milliseconds on a clock that nobody sets. A stay from before a restart has the whole time to be heard of again.
 */
export function createPresence(service: Service, now: () => number): Presence {
  const heard = new Map<string, number>();
  const begun = now();

  return {
    hear: (clientId) => void heard.set(clientId, now()),
    sweep() {
      const rooms = service.rooms.projects().flatMap((appId) => service.rooms.of(appId));
      const staying = rooms.flatMap(({ room_id, users }) =>
        users.filter(({ viaPage }) => viaPage).map(({ clientId }) => ({ room_id, clientId })),
      );
      const silent = staying.filter(({ clientId }) => now() - (heard.get(clientId) ?? begun) > silenceMs);
      for (const { room_id, clientId } of silent) leave(service, room_id, { clientId });
      const known = new Set(staying.map(({ clientId }) => clientId));
      for (const clientId of heard.keys()) if (!known.has(clientId)) heard.delete(clientId);
      return silent.length;
    },
  };
}
