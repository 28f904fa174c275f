import { stackArgs } from "../pulumi/command";
import { findProject } from "../pulumi/project";
import type { Context, Stack } from "./check";
import { checks } from "./checks";
import { configReader } from "./config-source";
import type { Environment } from "./environment";
import type { Finding } from "./finding";
import { redact } from "./redact";

export interface Report {
  /** `<project>/<stack>`; `undefined` if no stack can be read. */
  stack?: string;
  findings: ReportLine[];
}

export type ReportLine = Finding & { check: string };

/**
 * Runs all checks. If one fails, only those that need it are skipped.
 *
 * @param requestedStack the stack. @default the selected one
 */
export async function runChecks(environment: Environment, requestedStack?: string): Promise<Report> {
  const stack: Stack = { config: {}, readable: "nothing" };
  const context: Context = {
    environment,
    project: await findProject(environment.folder),
    requestedStack,
    stackFlag: stackArgs(requestedStack)
      .map((word) => ` ${word}`)
      .join(""),
    stack,
    read: configReader(stack, environment.env),
    responses: [],
  };
  const findings: ReportLine[] = [];
  // Maps each failed or skipped check to the failed check that must be fixed first.
  const failed = new Map<string, string>();
  for (const { title, needs, run } of checks) {
    const first = needs && failed.get(needs);
    const found: Finding[] = first
      ? [{ status: "skipped", message: `fix ${first} first` }]
      : [await run(context)].flat();
    if (first) failed.set(title, first);
    else if (found.some(({ status }) => status === "failure")) failed.set(title, title);
    findings.push(...found.map((finding) => ({ check: title, ...finding })));
  }
  return { stack: stack.name, findings: redact(findings, context) };
}
