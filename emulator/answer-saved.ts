import type { Context, Next } from "hono";

/**
 * Middleware: a request is answered once what it changed is saved.
 *
 * @param save resolves when all changes so far are on disk
 */
export function answerSaved(save: () => Promise<void>) {
  return async (c: Context, next: Next): Promise<void> => {
    await next();
    try {
      await save();
    } catch (error) {
      // Assigned over the answer that must not be given, the error's would get its headers.
      c.res = undefined;
      throw error;
    }
  };
}
