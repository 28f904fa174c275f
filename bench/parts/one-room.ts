import type { Contender, Step } from "../contender";
import { goFloor, nodeFloor, ourPlugin, type Plugin } from "../contenders/plugins";
import { openProject } from "../contenders/pulumi";
import * as rooms from "../contenders/rooms";
import { type Aim, type Part, ratio } from "../part";

const typescript = (title: string, program: string, plugin: Plugin): Contender => ({
  title: `TypeScript, ${title}`,
  open: openProject({ program, plugin }),
});

const yaml = (title: string, plugin: Plugin): Contender => ({
  title: `YAML, ${title}`,
  open: openProject({ plugin }),
});

export const oneRoom: Part = {
  name: "one-room",
  title: "One room",
  about: "What people wait for most often: a deployed room that did not change.",
  rooms: 1,
  rounds: 12,
  latencyMs: 0,
  before: ["up"],
  steps: ["preview", "again"],
  contenders: {
    goFloor: typescript("a Go plugin that does nothing", "native-floor", goFloor),
    nodeFloor: typescript("a Node.js plugin that does nothing", "native-floor", nodeFloor),
    native: {
      ...typescript("pulumi-enablex, native form", "native", ourPlugin),
      isOurs: true,
      floor: "nodeFloor",
    },
    dynamicFloor: { ...rooms.dynamicFloor, title: "TypeScript, a dynamic provider that does nothing" },
    dynamic: { ...rooms.dynamic, title: "TypeScript, pulumi-enablex, dynamic form" },
    goFloorYaml: yaml("a Go plugin that does nothing", goFloor),
    nodeFloorYaml: yaml("a Node.js plugin that does nothing", nodeFloor),
    nativeYaml: { ...yaml("pulumi-enablex", ourPlugin), isOurs: true, floor: "goFloorYaml" },
  },
  aims: [
    ...aims("native form in TypeScript, to the Node.js plugin", "native", "nodeFloor", 1.05),
    ...aims("YAML, to the Go plugin", "nativeYaml", "goFloorYaml", 1.7),
    ...aims("dynamic form, to the dynamic provider that does nothing", "dynamic", "dynamicFloor", 1.03),
  ],
  profile:
    "Where the rest of the time goes: with YAML, the plugin starts twice. A start takes 116 ms, that of the Node.js plugin that does nothing 96 ms, and an empty program 60 ms. Profiles show gRPC and Pulumi's messages in the 36 ms, and the compilation of 190 KB more source, zod's schema of the inputs and the service in the other 20.",
};

function aims(title: string, ours: string, floor: string, atMost: number): Aim[] {
  return (["preview", "again"] satisfies Step[]).map((step) => ({
    title: `${title}: ${step === "again" ? "up without change" : step}`,
    atMost,
    unit: "×",
    measured: (of) => ratio(of(ours, step), of(floor, step)),
  }));
}
