import type { Context, Next } from "hono";

/**
 * Middleware: what a request changed is saved before it is answered. A change that cannot be saved is undone, and answered with an error.
 * A request that only reads is answered with what is saved, even if nothing more can be.
 *
 * The route behind it must not wait for anything: between its change and `save` nothing else may happen, or another request's failure
 * could undo the change without this one hearing of it.
 *
 * @param save resolves when all changes so far are on disk
 */
export function saveBeforeResponse(save: () => Promise<void>) {
  return async (c: Context, next: Next): Promise<void> => {
    if (c.req.method === "GET" || c.req.method === "HEAD") {
      // Calls of a program do not wait for the disk, and what they changed is to be seen.
      await save().catch(() => {});
      await next();
      // A room whose end was seen stays gone.
      await save().catch(() => {});
      return;
    }
    const routed = next();
    const [route, saved] = await Promise.allSettled([routed, save()]);
    if (saved.status === "rejected") {
      // Assigned over the answer that must not be given, the error's would get its headers.
      c.res = undefined;
      throw saved.reason;
    }
    if (route.status === "rejected") throw route.reason;
  };
}
