import type { Context, Next } from "hono";

/**
 * Middleware that saves the changes of a request before its response. If saving fails, the change is reverted
 * and the request fails. A request that only reads gets what is saved, even if saving fails.
 *
 * The route must be synchronous: if anything else happened between its change and `save`, the failure of
 * another request could revert the change unnoticed.
 *
 * @param save resolves when all changes so far are on disk
 */
export function saveBeforeResponse(save: () => Promise<void>) {
  return async (c: Context, next: Next): Promise<void> => {
    if (c.req.method === "GET" || c.req.method === "HEAD") {
      // Calls of `startEmulator` do not wait for the disk, but reads must see their changes.
      await save().catch(() => {});
      await next();
      // Save rooms that this read found to have ended.
      await save().catch(() => {});
      return;
    }
    const routed = next();
    const [route, saved] = await Promise.allSettled([routed, save()]);
    if (saved.status === "rejected") {
      // Without this reset, the error response would inherit the headers of this one.
      c.res = undefined;
      throw saved.reason;
    }
    if (route.status === "rejected") throw route.reason;
  };
}
