import { setFlagsFromString } from "node:v8";

/** How V8 lets the heap of this process grow. It reads the flag at each collection. */

/**
 * For single rooms: the garbage of their requests would grow to 60 MiB before V8 looks. A room takes about half a
 * millisecond longer so.
 */
export const growSparingly = (): void => setFlagsFromString("--optimize-for-size");

/** For sets of rooms, which come in messages of many MiB: collections would take more than half of the time. */
export const growFreely = (): void => setFlagsFromString("--no-optimize-for-size");
