import { Client, connectivityState, credentials } from "./grpc";

/** How long an engine may be unreachable, in milliseconds. A short failure must not end the run. */
const MAX_DOWNTIME_MS = 1_000;

/** Calls back once the engine at an address has died, because a killed engine does not stop its plugins. */
export function watchEngine(address: string, onGone: () => void): void {
  const client = new Client(address, credentials.createInsecure(), {
    // The engine runs on this machine, so HTTPS_PROXY does not apply.
    "grpc.enable_http_proxy": 0,
  });
  const channel = client.getChannel();
  const watch = () => {
    // `true` reconnects: a connection without traffic is closed after a while.
    const state = channel.getConnectivityState(true);
    const isDown = state === connectivityState.TRANSIENT_FAILURE;
    const until = isDown ? Date.now() + MAX_DOWNTIME_MS : Number.POSITIVE_INFINITY;
    channel.watchConnectivityState(state, until, (unchanged) => (unchanged ? onGone() : watch()));
  };
  watch();
}
