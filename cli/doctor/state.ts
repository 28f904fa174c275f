import { providerText } from "../../sdk/provider-text";
import { isRoom, type StateResource } from "../pulumi-stack";
import { type Finding, failure, ok, skipped, warning } from "./finding";
import type { Stack } from "./pulumi";

/** What earlier deployments left in the state that a later one trips over. */
export function examineState({ resources }: Stack, of: string): Finding[] {
  if (!resources) return ["Rooms", "State"].map((check) => skipped(check, "there is no state to read"));
  return [examineRooms(resources.filter(isRoom), of), examineProviders(resources, of)];
}

/** A refresh and a destroy run the code that a room's outputs hold, not that of the program. */
function examineRooms(rooms: StateResource[], of: string): Finding {
  const old = rooms.filter(
    ({ type, outputs }) => /:dynamic\//.test(type) && outputs?.__provider !== providerText,
  );
  const count = `${rooms.length} ${rooms.length === 1 ? "room" : "rooms"}`;
  if (old.length === 0)
    return ok("Rooms", rooms.length === 0 ? "none is deployed" : `${count}, run by the installed code`);
  const names = old.slice(0, 3).map(({ urn }) => urn.split("::").at(-1));
  const more = old.length > 3 ? " and more" : "";
  return failure(
    "Rooms",
    `for ${old.length} of ${count} a refresh or destroy would run the provider code in the state, which is old: ${names.join(", ")}${more}`,
    `pulumi up${of}`,
  );
}

/** The engine keeps a stack's configuration in the entries of its providers. */
function examineProviders(resources: StateResource[], of: string): Finding {
  const plain = resources
    .filter(({ type }) => /^pulumi:providers:(pulumi-nodejs|enablex)$/.test(type))
    .flatMap(({ inputs, outputs }) => [...Object.entries(inputs ?? {}), ...Object.entries(outputs ?? {})])
    .filter(([key, value]) => /^(enablex:)?(appId|appKey|accounts)$/.test(key) && typeof value === "string")
    .map(([key]) => key.replace(/^(enablex:)?/, "enablex:"));
  if (plain.length === 0) return ok("State", "holds no credential in the clear");
  return warning(
    "State",
    `holds ${[...new Set(plain)].join(" and ")} in the clear; a deployment with secret configuration replaces it`,
    `pulumi up${of}`,
  );
}
