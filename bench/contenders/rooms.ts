import type { Contender } from "../contender";
import { nodeFloor, ourPlugin } from "./plugins";
import { openProject } from "./pulumi";

export const empty: Contender = {
  title: "empty resources (the engine's floor)",
  open: openProject({ program: "empty" }),
};

export const dynamicFloor: Contender = {
  title: "the dynamic form's content, a provider that does nothing",
  open: openProject({ program: "dynamic-floor" }),
};

export const dynamic: Contender = {
  title: "pulumi-enablex, dynamic form",
  isOurs: true,
  floor: "dynamicFloor",
  open: openProject({ program: "dynamic" }),
};

export const nativeFloor: Contender = {
  title: "the native form's content, a plugin that does nothing",
  open: openProject({ program: "native-floor", plugin: nodeFloor }),
};

export const native: Contender = {
  title: "pulumi-enablex, native form",
  isOurs: true,
  floor: "nativeFloor",
  open: openProject({ program: "native", plugin: ourPlugin }),
};

export const roomSetFloor: Contender = {
  title: "the content of a RoomSet, a plugin that does nothing",
  open: openProject({ program: "room-set-floor", plugin: nodeFloor }),
};

export const roomSet: Contender = {
  title: "pulumi-enablex, RoomSet",
  isOurs: true,
  floor: "roomSetFloor",
  open: openProject({ program: "room-set", plugin: ourPlugin }),
};

/** A thousand rooms would take ten minutes. */
export const ordinary: Contender = {
  title: "an ordinary dynamic provider",
  most: { rooms: 300, rounds: 1 },
  open: openProject({ program: "ordinary" }),
};
