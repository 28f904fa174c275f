import * as pulumi from "@pulumi/pulumi";
import { warnOfPlainCredentials } from "./configuration";
import { refuseLostParts } from "./lost-parts";
import { refuseSameName } from "./room-names";
import { completeOutputs, type RoomMembers, roomOptions, roomProperties } from "./room-outputs";
import type { RoomArgs } from "./room-types";
import { skipPromiseTraces } from "./stack-traces";

/** How the rooms of one form are registered. */
export interface RoomForm {
  type: string;
  /** What a program imports the class from. */
  module: string;
  /** Where a credential is in the clear if the stack's configuration has it so. */
  plainCredentials: string;
  /** Whether to compute a link in a preview if the provider returned none. */
  linksInPreview: boolean;
  options: pulumi.CustomResourceOptions;
  /** Properties besides those that the program gives. */
  properties?: object;
}

/** What the rooms of both forms share. */
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
