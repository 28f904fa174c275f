import * as pulumi from "@pulumi/pulumi";
import { warnOfPlainCredentials } from "./configuration";
import { refuseLostParts } from "./lost-parts";
import { secretNames } from "./property-names";
import { refuseSameName } from "./room-names";
import { roomProperties } from "./room-outputs";
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
      ...secretInputs(args),
      ...form.properties,
    },
    options: pulumi.mergeOptions(form.options, opts),
  };
}

/** The secret ones among the given arguments, encrypted even if the program gives them in plain text. */
const secretInputs = (args: RoomArgs): pulumi.Inputs =>
  Object.fromEntries(
    Object.entries(args ?? {})
      .filter(([name, value]) => secretNames.includes(name) && value)
      .map(([name, value]) => [name, pulumi.secret(value)]),
  );
