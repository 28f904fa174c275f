import { enums } from "./enums";
import { linkTypes } from "./link-types";
import { live } from "./live";
import { propertyNames } from "./property-names";
import { providerTypes } from "./provider-types";
import { reference } from "./reference";
import { installation, overview } from "./registry";
import { roomTypes } from "./room-types";
import { packageSchema } from "./schema";
import { withRelease } from "./with-release";

/** Hand-written files that contain the repository's address or the version, which package.json determines. */
const namingRelease = [
  "examples/rooms-go/main.go",
  "examples/rooms-go/README.md",
  "examples/rooms-python/README.md",
  "docs/other-languages.md",
];

/** The text of each generated file. A test fails if one differs. */
export function generatedFiles(): Record<string, string> {
  return {
    "sdk/room-types.ts": roomTypes(),
    "sdk/property-names.ts": propertyNames(),
    "sdk/provider-types.ts": providerTypes(),
    "sdk/link-types.ts": linkTypes(),
    "sdk/enums.ts": enums(),
    "provider/plugin/schema.json": `${JSON.stringify(packageSchema(), null, 2)}\n`,
    "docs/reference.md": reference(),
    "docs/live.md": live(),
    "docs/_index.md": overview(),
    "docs/installation-configuration.md": installation(),
    ...Object.fromEntries(namingRelease.map((file) => [file, withRelease(file)])),
  };
}
