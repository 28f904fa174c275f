import { dirname, join } from "node:path";
import { CustomResource, getProject, getStack, type Inputs } from "@pulumi/pulumi";

/** The names of as many rooms as the benchmark asks for. */
export const names = Array.from({ length: Number(process.env.BENCH_ROOMS) }, (_, i) => `class-${i}`);

export const dynamicType = "pulumi-nodejs:dynamic/enablex:Room";
export const nativeType = "enablex:index:Room";
export const setType = "enablex:index:RoomSet";

/** The text of a dynamic provider that does nothing. */
export const doesNothing = { __provider: `exports.handler=()=>require("pulumi-nothing/dynamic")` };

export const declaredAs = (name: string) => `${getProject()}/${getStack()}/${name}`;

const sdk = join(dirname(require.resolve("pulumi-enablex/package.json")), "dist/sdk");
const { shortenTraces } = require(join(sdk, "stack-traces")) as typeof import("../../sdk/stack-traces");

/** The cheapest resource a program can declare, so that a lower bound includes no cost that a room avoids. */
export class Nothing extends CustomResource {
  constructor(type: string, name: string, props: Inputs, additionalSecretOutputs: string[] = []) {
    const formatTraces = shortenTraces(__filename);
    try {
      super(type, name, props, { additionalSecretOutputs });
    } finally {
      formatTraces();
    }
  }
}
