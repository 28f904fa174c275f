import { leave, type Service } from "../service";

/**
 * Milliseconds after which a silent page is removed from its meeting. A page leaves when it is closed, but
 * cannot if its browser was killed. It sends a request every second, or once a minute in the background.
 */
export const presenceTimeoutMs = 150_000;

/** Tracks which pages are still in their meetings. */
export interface Presence {
  /** Records a request from the page of this client. */
  heartbeat(clientId: string): void;
  /** Removes the clients whose pages are silent, and returns how many. */
  sweep(): number;
}

/**
 * @param now milliseconds on a clock that nobody sets. After a restart, every page has the full time to send
 *   a request.
 */
export function createPresence(service: Service, now: () => number): Presence {
  const lastHeartbeat = new Map<string, number>();
  const startedAt = now();

  return {
    heartbeat: (clientId) => void lastHeartbeat.set(clientId, now()),
    sweep() {
      const rooms = service.rooms.projects().flatMap((appId) => service.rooms.of(appId));
      const pageClients = rooms.flatMap(({ room_id, users }) =>
        users.filter(({ viaPage }) => viaPage).map(({ clientId }) => ({ room_id, clientId })),
      );
      const silent = pageClients.filter(
        ({ clientId }) => now() - (lastHeartbeat.get(clientId) ?? startedAt) > presenceTimeoutMs,
      );
      for (const { room_id, clientId } of silent) leave(service, room_id, { clientId });
      const known = new Set(pageClients.map(({ clientId }) => clientId));
      for (const clientId of lastHeartbeat.keys()) if (!known.has(clientId)) lastHeartbeat.delete(clientId);
      return silent.length;
    },
  };
}
