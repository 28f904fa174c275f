import type { Clock } from "../api/clock";

/** The plugin failed because of a bug, and ends. */
export class PluginFailure extends Error {
  override readonly name = "PluginFailure";
}

/** The requests that the plugin is serving. If it fails, they fail too. */
export class RunningRequests {
  private readonly running = new Set<(failure: PluginFailure) => void>();
  private failure: PluginFailure | undefined;
  private onIdle = () => {};

  /** Serves a request, unless the plugin has failed. */
  async run<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.failure) throw this.failure;
    let abort = (_: PluginFailure) => {};
    try {
      return await new Promise<T>((resolve, reject) => {
        abort = reject;
        this.running.add(abort);
        new Promise<T>((done) => done(work())).then(resolve, reject);
      });
    } finally {
      this.running.delete(abort);
      if (this.running.size === 0) this.onIdle();
    }
  }

  /** Accepts no new requests. Requests in flight may finish within `ms` milliseconds; the rest fail. */
  async end(failure: PluginFailure, ms: number, clock: Clock): Promise<void> {
    this.failure = failure;
    const idle = new AbortController();
    this.onIdle = () => idle.abort();
    if (this.running.size > 0) await clock.sleep(ms, idle.signal);
    for (const giveUp of this.running) giveUp(failure);
  }
}
