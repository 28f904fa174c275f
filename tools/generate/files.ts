import { live } from "./live";
import { providerTypes } from "./provider-types";
import { reference } from "./reference";
import { installation, overview } from "./registry";
import { roomTypes } from "./room-types";
import { packageSchema } from "./schema";

/** The text of each generated file. A test fails if one differs. */
export function generatedFiles(): Record<string, string> {
  return {
    "sdk/room-types.ts": roomTypes(),
    "sdk/provider-types.ts": providerTypes(),
    "provider/plugin/schema.json": `${JSON.stringify(packageSchema(), null, 2)}\n`,
    "docs/reference.md": reference(),
    "docs/live.md": live(),
    "docs/_index.md": overview(),
    "docs/installation-configuration.md": installation(),
  };
}
