import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";

/** The `index.ts` of an example. Each run loads it again, as a new process would. */
export const programOf =
  (folder: string): PulumiFn =>
  async () => {
    const program = join(__dirname, "../../examples", folder, "index.ts");
    delete require.cache[program];
    return { ...require(program) };
  };
