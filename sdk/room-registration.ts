import * as pulumi from "@pulumi/pulumi";
import { warnOfPlainCredentials } from "./configuration";
import { refuseLostParts } from "./lost-parts";
import { refuseSameName } from "./room-names";
import { roomOptions, roomProperties } from "./room-outputs";
import type { RoomArgs } from "./room-types";

/** How to register the rooms of one form. */
export interface RoomForm {
  /** The module that a program imports the class from. */
  module: string;
  /** Where a credential is stored in plain text if it is not a secret in the stack's configuration. */
  plainCredentials: string;
  options: pulumi.CustomResourceOptions;
  /** Properties besides the program's arguments. */
  properties?: object;
}

/**
 * Checks the arguments of a `Room` and returns what to register. A function and not a base class: Pulumi stores the
 * caller of the direct subclass of `CustomResource` as the place of the declaration.
 */
export function roomRegistration(
  form: RoomForm,
  name: string,
  args: RoomArgs,
  opts: pulumi.CustomResourceOptions,
): { properties: pulumi.Inputs; options: pulumi.CustomResourceOptions } {
  refuseLostParts(`Room ${name}`, args);
  refuseSameName([name], (room) => `Room ${room} of ${form.module}`, opts);
  warnOfPlainCredentials(form.plainCredentials);
  return {
    properties: {
      ...roomProperties,
      ...args,
      ...(args?.liveRecording && { liveRecording: pulumi.secret(args.liveRecording) }),
      ...form.properties,
    },
    options: pulumi.mergeOptions({ ...roomOptions, ...form.options }, opts),
  };
}
