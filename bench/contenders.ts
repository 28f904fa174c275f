import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { Room } from "pulumi-enablex";
import { Room as NativeRoom, RoomSet } from "pulumi-enablex/native";
import { shortenTraces } from "../sdk/stack-traces";

/** One way to manage rooms, or a lower bound that none of them can beat. */
export interface Contender {
  title: string;
  isOurs?: boolean;
  /** The plugin that runs under the package's name. @default this package's own */
  plugin?: string;
  /** A program with this number of rooms. */
  program(count: number): PulumiFn;
}

const peers = join(__dirname, "peers");

/** In the order in which they run, round by round. */
export const contenders = {
  empty: {
    title: "empty resources (the engine's floor)",
    program: (count) => async () => each(count, (name) => new Nothing(dynamicType, name, doesNothing())),
  },
  floor: {
    title: "the dynamic form's content, a provider that does nothing",
    program: (count) => async () =>
      each(
        count,
        (name) => new Nothing(dynamicType, name, { ...content(name), ...doesNothing() }, ["moderatorUrl"]),
      ),
  },
  dynamic: {
    title: "pulumi-enablex, dynamic form",
    isOurs: true,
    program: (count) => async () => each(count, (name) => new Room(name, { participants: 30 })),
  },
  nativeFloor: {
    title: "the native form's content, a plugin that does nothing",
    plugin: join(peers, "plugin-floor.js"),
    program: (count) => async () =>
      each(count, (name) => new Nothing(nativeType, name, { participants: 30 })),
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

/** `undefined` for a bound that is not a contender. */
export const contenderOf = (name: string): Contender | undefined =>
  (contenders as Record<string, Contender>)[name];

/** The cheapest resource a program can declare, so that a lower bound includes no cost that a room avoids. */
class Nothing extends pulumi.CustomResource {
  constructor(
    type: string,
    name: string,
    props: Record<string, unknown>,
    additionalSecretOutputs?: string[],
  ) {
    const formatTraces = shortenTraces(__filename);
    try {
      super(type, name, props, { additionalSecretOutputs });
    } finally {
      formatTraces();
    }
  }
}

const nativeType = "enablex:index:Room";
const dynamicType = "pulumi-nodejs:dynamic/enablex:Room";

/** The serialized provider that loads the do-nothing provider. It is as short as that of pulumi-enablex. */
const doesNothing = () => ({ __provider: (require(join(peers, "floor.js")) as { text: string }).text });

const content = (name: string) => ({
  participants: 30,
  declaredAs: `${pulumi.getProject()}/${pulumi.getStack()}/${name}`,
});

function each(count: number, make: (name: string) => unknown): void {
  for (let i = 0; i < count; i++) make(`class-${i}`);
}
