import * as pulumi from "@pulumi/pulumi";
import { warnOfPlainCredentials } from "./configuration";
import { refuseLostParts } from "./lost-parts";
import { refuseSameName } from "./room-names";
import { completeOutputs, type RoomMembers, roomOptions, roomProperties } from "./room-outputs";
import type { RoomArgs } from "./room-types";
import { skipPromiseTraces } from "./stack-traces";

/** How to register the rooms of one form. */
export interface RoomForm {
  type: string;
  /** The module that a program imports the class from. */
  module: string;
  /** Where a credential is stored in plain text if it is not a secret in the stack's configuration. */
  plainCredentials: string;
  /** Whether to compute a link in a preview if the provider returned none. */
  linksInPreview: boolean;
  options: pulumi.CustomResourceOptions;
  /** Properties besides the program's arguments. */
  properties?: object;
}

/** The base of `Room` in both forms. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the base class sets the properties, from the names in roomProperties
export class BaseRoom extends pulumi.CustomResource {
  /** @internal */
  constructor(form: RoomForm, name: string, args: RoomArgs, opts: pulumi.CustomResourceOptions) {
    refuseLostParts(`Room ${name}`, args);
    refuseSameName([name], (room) => `Room ${room} of ${form.module}`, opts);
    warnOfPlainCredentials(form.plainCredentials);
    const formatTraces = skipPromiseTraces();
    try {
      super(
        form.type,
        name,
        {
          ...roomProperties,
          ...args,
          ...(args?.liveRecording && { liveRecording: pulumi.secret(args.liveRecording) }),
          ...form.properties,
        },
        pulumi.mergeOptions({ ...roomOptions, ...form.options }, opts),
      );
    } finally {
      formatTraces();
    }
    completeOutputs(this, name, { inPreview: form.linksInPreview });
  }
}

export interface BaseRoom extends RoomMembers {}
