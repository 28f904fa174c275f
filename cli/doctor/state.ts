import { whyItStays } from "../../provider/room/gone";
import { type RoomState, secretNames } from "../../provider/room/schema";
import { providerText } from "../../sdk/provider-text";
import { isRoom, isRoomSet } from "../pulumi/rooms";
import { isSecret, nameOf, type StateResource, servedByOwn } from "../pulumi/state";
import { inTurn } from "../shell";
import type { ApiAnswer } from "./api";
import { type Finding, failure, ok, skipped, warning } from "./finding";
import { examineDeployed, examineLimits, examineSecrets } from "./providers";
import type { Stack } from "./pulumi";
import type { Surroundings } from "./surroundings";

/** What earlier deployments left in the state that a later one trips over. */
export function examineState(
  { clock, platform }: Surroundings,
  { resources, pending, config, readable }: Stack,
  apis: ApiAnswer[],
  of: string,
): Finding[] {
  if (!resources) return ["Rooms", "State"].map((check) => skipped(check, "there is no state to read"));
  const repair = inTurn(`pulumi refresh --run-program${of}`, `pulumi up${of}`, platform);
  const isElsewhere = servedByOwn(resources);
  const members = resources.flatMap((resource) => membersOf(resource, isElsewhere(resource)));
  const wellSaid =
    members.length === 0 ? "none is deployed" : `${counted(members)}, run by the installed code`;
  return [
    ...problemsOr(
      ok("Rooms", wellSaid),
      examineCode(resources.filter(isRoom), of),
      examineMembers(members, apis, clock.now(), repair),
    ),
    ...problemsOr(
      ok("State", "holds no credential in the clear"),
      examinePending(pending, of, platform),
      examineSecrets(resources, of),
      examineRoomSecrets(resources.filter(isRoom), of),
      readable === "nothing" ? undefined : examineDeployed(resources, config, of),
      readable === "nothing" ? undefined : examineLimits(resources, config, of),
    ),
  ];
}

function problemsOr(none: Finding, ...found: (Finding | undefined)[]): Finding[] {
  const problems = found.filter((each) => each !== undefined);
  return problems.length > 0 ? problems : [none];
}

/** What an interrupted run was making may be there, and nothing but its marker knows of it. */
function examinePending(pending: string[] = [], of: string, platform: NodeJS.Platform): Finding | undefined {
  if (pending.length === 0) return undefined;
  return warning(
    "State",
    `an interrupted run has not ended its work on ${some(pending)}: rooms may be there that the state does not hold`,
    inTurn(`pulumi refresh --clear-pending-creates${of}`, `npx pulumi-enablex orphans${of}`, platform),
  );
}

/** A refresh and a destroy run the code that a room's outputs hold, not that of the program. */
function examineCode(rooms: StateResource[], of: string): Finding | undefined {
  const old = rooms.filter(
    ({ type, outputs }) => /:dynamic\//.test(type) && outputs?.__provider !== providerText,
  );
  if (old.length === 0) return undefined;
  const names = some(old.map(nameOf));
  return failure(
    "Rooms",
    `for ${old.length} of ${counted(rooms)} a refresh or destroy would run the provider code in the state, which is old: ${names}`,
    `pulumi up${of}`,
  );
}

/**
 * Secrets of rooms in the clear: an older build wrote them, or a transform or a policy added an input, which Pulumi
 * cannot encrypt in the dynamic form.
 */
function examineRoomSecrets(rooms: StateResource[], of: string): Finding | undefined {
  const hasPlain = (name: string) => (room: StateResource) =>
    [room.inputs, room.outputs].some((properties) => isPlain(properties?.[name]));
  const names = secretNames.filter((name) => rooms.some(hasPlain(name)));
  if (names.length === 0) return undefined;
  const owners = rooms.filter((room) => names.some((name) => hasPlain(name)(room))).map(nameOf);
  return warning(
    "State",
    `holds ${names.join(" and ")} in the clear, of ${some(owners)}; the backend's history keeps it. If a transform or a policy adds it, wrap it there in pulumi.secret`,
    `pulumi up${of}`,
  );
}

/** Whether a value of a state has a text that is not encrypted. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "string";
  return !isSecret(value) && Object.values(value).some(isPlain);
}

/** A room that the state knows and its API does not: somebody deleted it, or an emulator was started anew. */
function examineMembers(rooms: Member[], apis: ApiAnswer[], now: number, mend: string): Finding | undefined {
  const gone = rooms.filter(({ id, isElsewhere, room }) => {
    const listed = apis.find((api) => api.rooms && api.account === room.account)?.rooms;
    if (isElsewhere || listed === undefined || listed.has(id.toLowerCase())) return false;
    // The server deletes an adhoc room when its call is over, and may forget a scheduled one after its end.
    return room.kind !== "adhoc" && whyItStays(room, now) === undefined;
  });
  if (gone.length === 0) return undefined;
  const which = rooms.length === 1 ? "the only room" : `${gone.length} of the ${rooms.length} rooms`;
  const [its, are] = gone.length === 1 ? ["its", "it is"] : ["their", "they are"];
  const why =
    gone.length === rooms.length
      ? `; where ${are} of another project, configure that one again instead of running the line below`
      : "";
  return warning(
    "Rooms",
    `the API does not list ${which} in the state, so that ${its} links lead nowhere: ${some(gone.map(({ name }) => name))}${why}`,
    mend,
  );
}

interface Member {
  name: string;
  id: string;
  room: Partial<RoomState>;
  /** In an account that a provider of the program's own names, which the configuration does not. */
  isElsewhere: boolean;
}

/** The rooms of a resource, as far as they can be read: a secret part of the state cannot. */
function membersOf(resource: StateResource, isElsewhere: boolean): Member[] {
  const name = nameOf(resource);
  const { outputs = {}, id = "" } = resource;
  if (isRoom(resource)) return [{ name, id, room: outputs, isElsewhere }];
  if (!isRoomSet(resource)) return [];
  return Object.entries((outputs.rooms ?? {}) as Record<string, Partial<RoomState>>).flatMap(([key, room]) =>
    typeof room.roomId === "string" ? [{ name: `${name}/${key}`, id: room.roomId, room, isElsewhere }] : [],
  );
}

const counted = ({ length }: unknown[]): string => `${length} ${length === 1 ? "room" : "rooms"}`;
const some = (names: string[]): string =>
  `${names.slice(0, 3).join(", ")}${names.length > 3 ? " and more" : ""}`;
