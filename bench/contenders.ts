import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { Room } from "pulumi-enablex";
import { Room as NativeRoom, RoomSet } from "pulumi-enablex/native";

/** One way to have rooms, or a floor below which none can get. */
export interface Contender {
  title: string;
  isOurs?: boolean;
  /** A program with so many rooms. */
  program(count: number): PulumiFn;
}

const peers = join(__dirname, "peers");

/** In the order in which they run, round by round. */
export const contenders = {
  empty: {
    title: "empty resources (the engine's floor)",
    program: (count) => async () => each(count, (name) => new Nothing(name, {})),
  },
  floor: {
    title: "the same content, a provider that does nothing",
    program: (count) => async () => each(count, (name) => new Nothing(name, content(name), ["moderatorUrl"])),
  },
  dynamic: {
    title: "pulumi-enablex, dynamic form",
    isOurs: true,
    program: (count) => async () => each(count, (name) => new Room(name, { participants: 30 })),
  },
  native: {
    title: "pulumi-enablex, native form",
    isOurs: true,
    program: (count) => async () => each(count, (name) => new NativeRoom(name, { participants: 30 })),
  },
  roomSet: {
    title: "pulumi-enablex, RoomSet",
    isOurs: true,
    program: (count) => async () => {
      const rooms = Array.from({ length: count }, (_, i) => [`class-${i}`, {}] as const);
      new RoomSet("timetable", { defaults: { participants: 30 }, rooms: Object.fromEntries(rooms) });
    },
  },
  ordinary: {
    title: "an ordinary dynamic provider",
    program: (count) => async () => {
      const { Room: OrdinaryRoom } = require(join(peers, "ordinary.js"));
      each(count, (name) => new OrdinaryRoom(name, { participants: 30 }));
    },
  },
} satisfies Record<string, Contender>;

export type ContenderName = keyof typeof contenders;

/** A resource of a provider that does nothing, with a text as short as that of pulumi-enablex. */
class Nothing extends pulumi.CustomResource {
  constructor(name: string, props: Record<string, unknown>, additionalSecretOutputs: string[] = []) {
    const { text } = require(join(peers, "floor.js")) as { text: string };
    const type = "pulumi-nodejs:dynamic/enablex:Room";
    super(type, name, { ...props, __provider: text }, { additionalSecretOutputs });
  }
}

const content = (name: string) => ({
  participants: 30,
  declaredAs: `${pulumi.getProject()}/${pulumi.getStack()}/${name}`,
});

function each(count: number, make: (name: string) => unknown): void {
  for (let i = 0; i < count; i++) make(`class-${i}`);
}
