import { counted } from "../counted";
import type { Finding } from "./finding";
import type { Report } from "./run";

/** One line for each finding, followed by the command that fixes it. */
export function reportText({ stack, findings }: Report, colours: boolean): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const paint = (status: Finding["status"], text: string) =>
    colours ? `\u001b[${colourOf[status]}m${text}\u001b[0m` : text;
  const lines = findings.flatMap(({ check, status, message, fix }) => [
    `${paint(status, status.padEnd(7))}  ${check.padEnd(width)}  ${message}`,
    ...(fix === undefined ? [] : [`         → ${fix}`]),
  ]);
  return [`Checking ${stack ?? "this folder"}`, "", ...lines, "", summary(findings)].join("\n");
}

/** ANSI colours: green, yellow, red and grey. */
const colourOf = { ok: 32, warning: 33, failure: 31, skipped: 90 } as const;

function summary(findings: Finding[]): string {
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  const [failures, warnings, skips] = [count("failure"), count("warning"), count("skipped")];
  if (failures + warnings + skips === 0) return "No problems found.";
  const parts = [
    counted(failures, "failure"),
    counted(warnings, "warning"),
    ...(skips > 0 ? [`${skips} skipped`] : []),
  ];
  return `${parts.join(", ")}.${failures > 0 ? " Fix the first one, then run doctor again." : ""}`;
}
