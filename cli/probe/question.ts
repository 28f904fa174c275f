import type { Behaviour } from "../../emulator/behaviour";
import type { ApiResponse } from "./exchange";
import { describe, type Session } from "./session";

export type SwitchName = keyof Behaviour;

/** A possible answer to a question. */
export interface Outcome {
  /** What it means for users of the provider. */
  means: string;
  /** The provider assumes it, and the emulator does it by default. */
  expected?: true;
  /** The emulator's switches for it; `undefined` if it is the default or not supported. */
  behaviour?: Partial<Behaviour>;
}

/** One of the outcomes, with facts about the response that contain no credentials, ids or links. */
export interface Finding {
  outcome: string;
  seen: string;
  /** Values of numeric switches. */
  behaviour?: Partial<Behaviour>;
}

/** One row of the table: an assumption about the service, and how to test it. */
export interface Question {
  /** Such as `create-status`. */
  id: string;
  asks: string;
  /** What the provider does because of it. */
  relies: string;
  /** The source of the assumption; `open` if there is none. */
  source: "documented" | "recorded" | "open";
  /** The emulator's switch that the answer sets to a number. */
  decides?: SwitchName;
  /** Asked only with this option of the command. */
  needs?: "wait" | "links";
  outcomes: Record<string, Outcome>;
  /** @throws CannotTell, Stopped, RequestError */
  ask(session: Session): Promise<Finding>;
}

/** The emulator's switches that the answer to a question sets. */
export const decidedSwitches = ({ decides, outcomes }: Question): SwitchName[] => {
  const ofOutcomes = Object.values(outcomes).flatMap(({ behaviour = {} }) => Object.keys(behaviour));
  return [...new Set([...(decides ? [decides] : []), ...(ofOutcomes as SwitchName[])])];
};

/** @param seen the response to describe, or other facts */
export const found = (outcome: string, seen: ApiResponse | string): Finding => ({
  outcome,
  seen: typeof seen === "string" ? seen : describe(seen),
});

/** Whether the API accepted a request. */
export const acceptance = (response: ApiResponse): Finding =>
  found(response.error ? "refused" : "accepted", response);

/** Switches that the probe cannot test, and what a test would need. */
export const undecidable: Partial<Record<SwitchName, "a participant">> = {
  patchActive: "a participant",
  deleteActiveCode: "a participant",
  adhocDuration: "a participant",
};
