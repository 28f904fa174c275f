import type { Behaviour } from "../../emulator/behaviour";
import type { ApiResponse } from "./exchange";
import { describe, type Session } from "./session";

export type SwitchName = keyof Behaviour;

/** An answer that a question may have. */
export interface Outcome {
  /** What it means for users of the provider. */
  means: string;
  /** The provider is built for it, and the emulator does it by default. */
  expected?: true;
  /** What makes an emulator behave so; nothing if it does by default, or cannot. */
  behaviour?: Partial<Behaviour>;
}

/** What a run found: one of the outcomes, with the facts of the response in words without credentials, ids and links. */
export interface Finding {
  outcome: string;
  seen: string;
  /** For switches that are numbers. */
  behaviour?: Partial<Behaviour>;
}

/** One row of the table: an assumption about the service, and how to test it. */
export interface Question {
  /** Such as `create-status`. */
  id: string;
  asks: string;
  /** What the provider does because of it. */
  relies: string;
  /** Where the assumption comes from; `open` if nobody knows. */
  source: "documented" | "recorded" | "open";
  /** The emulator's switches that it decides. */
  decides?: SwitchName[];
  /** Only with this option of the command. */
  needs?: "wait" | "links";
  outcomes: Record<string, Outcome>;
  /** @throws CannotTell, Stopped, RequestError */
  ask(session: Session): Promise<Finding>;
}

/** @param seen the response whose facts are shown, or other facts */
export const found = (outcome: string, seen: ApiResponse | string): Finding => ({
  outcome,
  seen: typeof seen === "string" ? seen : describe(seen),
});

/** Whether the API accepted a request. */
export const acceptance = (response: ApiResponse): Finding =>
  found(response.error ? "refused" : "accepted", response);

/** Switches that no request of a probe shows, and what would. */
export const undecidable: Partial<Record<SwitchName, "a participant">> = {
  patchActive: "a participant",
  deleteActiveCode: "a participant",
  adhocDuration: "a participant",
};
