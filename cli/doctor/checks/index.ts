import type { Check } from "../check";
import { clock } from "./clock";
import { configuration } from "./configuration";
import { keys } from "./keys";
import { links } from "./links";
import { lock } from "./lock";
import { login } from "./login";
import { node } from "./node";
import { ownPackage } from "./package";
import { plugin } from "./plugin";
import { program } from "./program";
import { pulumi } from "./pulumi";
import { rooms } from "./rooms";
import { roomsApi } from "./rooms-api";
import { sdk } from "./sdk";
import { stack } from "./stack";
import { state } from "./state";

/** All checks in the order of the report: from the machine to the links, then the state. */
export const checks: Check[] = [
  node,
  ownPackage,
  sdk,
  plugin,
  program,
  pulumi,
  login,
  stack,
  lock,
  configuration,
  keys,
  roomsApi,
  links,
  clock,
  rooms,
  state,
];
