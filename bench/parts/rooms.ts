import { steps } from "../contender";
import { dynamic, dynamicFloor, empty, native, nativeFloor, ordinary, roomSet } from "../contenders/rooms";
import { terraform } from "../contenders/terraform";
import type { Part } from "../part";

const contenders = { empty, dynamicFloor, dynamic, nativeFloor, native, roomSet };
const common = {
  latencyMs: 0,
  before: [],
  steps: [...steps],
  aims: [],
  profile:
    "Above the floor, the time is the program's: a room has 40 outputs, each of four promises that Pulumi's SDK records, as every property of every resource. The resources of the floor have one to four outputs. For 1,000 rooms, profiles show 2.9 s instead of 0.3 s in the constructors, 1.8 s instead of 0.4 s of garbage collection, and 1.9 s instead of 0.9 s in microtasks. A first deployment hides most of it, because the engine takes longer.",
};

export const rooms100: Part = {
  name: "rooms-100",
  title: "100 rooms",
  about: "A TypeScript project, from its first deployment to its end.",
  rooms: 100,
  rounds: 3,
  contenders: { ...contenders, terraform, ordinary },
  ...common,
};

export const rooms1000: Part = {
  name: "rooms-1000",
  title: "1,000 rooms",
  about: "The same with ten times the rooms.",
  rooms: 1_000,
  rounds: 2,
  contenders: { ...contenders, terraform: { ...terraform, most: { rooms: 1_000, rounds: 1 } }, ordinary },
  ...common,
};
