import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";

/** The `index.ts` of an example, as it stands. Each run starts afresh, as it does in a process of its own. */
export const programOf =
  (folder: string): PulumiFn =>
  async () => {
    const program = join(__dirname, "../../examples", folder, "index.ts");
    delete require.cache[program];
    return { ...require(program) };
  };
