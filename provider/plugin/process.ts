import { Client, connectivityState, credentials } from "./grpc";

/** For how long an engine may be out of reach, in milliseconds: once may be an accident, and the run would end by it. */
const MAX_DOWNTIME_MS = 1_000;

/**
 * Calls `gone` once the engine at an address has died. An engine that is killed ends no plugin, and a plugin that
 * lived on would stay for ever.
 */
export function watchEngine(address: string, onGone: () => void): void {
  const client = new Client(address, credentials.createInsecure(), {
    // The engine is on this machine, wherever HTTPS_PROXY leads.
    "grpc.enable_http_proxy": 0,
  });
  const channel = client.getChannel();
  const watch = () => {
    // A connection without traffic is closed after a while, and made again by this question.
    const state = channel.getConnectivityState(true);
    const isDown = state === connectivityState.TRANSIENT_FAILURE;
    const until = isDown ? Date.now() + MAX_DOWNTIME_MS : Number.POSITIVE_INFINITY;
    channel.watchConnectivityState(state, until, (unchanged) => (unchanged ? onGone() : watch()));
  };
  watch();
}
