import { type Clock, systemClock } from "../../provider/api/clock";
import { createFetch, type Fetch } from "../../provider/api/transport";
import { type ConfigReader, withEnvironment } from "../../provider/config/keys";
import { confirm } from "../confirm";
import { findProject } from "../pulumi/project";
import { readConfig } from "../pulumi/stack";

/** The probe's external dependencies, which tests replace. */
export interface Environment {
  /** Reads a stack's configuration; outside a project, only environment variables. */
  configuration(stack?: string): Promise<ConfigReader>;
  fetch: Fetch;
  clock: Clock;
  /** Aborts to end the run early. */
  signal: AbortSignal;
  print(text: string): void;
  /** Prints to stderr: not part of the report. */
  tell(text: string): void;
  confirm(question: string): Promise<boolean>;
}

export function realEnvironment(signal: AbortSignal): Environment {
  const tell = (text: string) => console.error(text);
  signal.addEventListener("abort", () => tell("Deleting the rooms that were created …"));
  return {
    async configuration(stack) {
      const isProject = stack !== undefined || (await findProject(process.cwd())) !== undefined;
      return isProject ? readConfig(stack) : withEnvironment(() => undefined, process.env);
    },
    fetch: createFetch(),
    clock: systemClock,
    signal,
    print: console.log,
    tell,
    confirm,
  };
}
