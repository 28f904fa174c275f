import assert from "node:assert/strict";
import { type ReportLine, runChecks } from "../../../cli/doctor/run";
import { parseShell } from "../../support/shell-syntax";
import { appId, appKey, type Setup, withProject } from "./project";

/** Runs the doctor and asserts what must be true of every report. */
export async function runDoctor(setup: Setup, stack?: string): Promise<ReportLine[]> {
  const found = await runChecks(setup, stack);
  const text = JSON.stringify(found);
  for (const secret of [appId, appKey, Buffer.from(`${appId}:${appKey}`).toString("base64")]) {
    assert.ok(!text.includes(secret), "no credential is printed");
  }
  const checks = found.findings.map(({ check }) => check);
  const lines = found.findings.map(({ check, message }) => `${check}: ${message}`);
  assert.equal(new Set(lines).size, lines.length, "no finding is repeated");
  for (const always of [
    "Node.js",
    "pulumi-enablex",
    "Pulumi",
    "Login",
    "Stack",
    "Lock",
    "Rooms API",
    "Links",
    "Clock",
    "State",
  ]) {
    assert.ok(
      checks.some((check) => check.startsWith(always)),
      `${always} is checked whatever else fails`,
    );
  }
  for (const { status, message, fix } of found.findings) {
    assert.equal(
      fix !== undefined,
      status === "failure" || status === "warning",
      "each problem has a command that fixes it",
    );
    assert.ok(!`${message}${fix}`.includes("\n"));
    // Placeholders stand for a word.
    const line = fix?.replace(/<[a-z ]+>/gi, "given");
    if (line) await parseShell(setup.platform === "win32" ? "powershell" : "bash", line);
  }
  return found.findings;
}

/** The first finding of a check. */
export const findingOf = (findings: ReportLine[], name: string) =>
  findings.find(({ check }) => check === name);

/** Every finding that is not `ok`, as a line; skipped ones only by name. */
export const problemLines = (findings: ReportLine[]) =>
  findings
    .filter(({ status }) => status !== "ok")
    .map(({ check, status, message, fix }) =>
      status === "skipped" ? `skipped ${check}` : `${status} ${check}: ${message} → ${fix}`,
    );

/** A fault of the machine, the stack or the API, and all findings that it causes. */
export interface Fault {
  name: string;
  cause: (setup: Setup) => unknown;
  expected: string[] | ((setup: Setup) => string[]);
  stack?: string;
}

export const api = "https://api.enablex.io/video/v1";
export const portalHint = "in portal.enablex.io, on your project's page";

/** Adds a test for each fault: the doctor finds it and nothing else. */
export function itFinds(faults: Fault[]): void {
  for (const { name, cause, expected, stack } of faults) {
    it(`finds ${name}`, () =>
      withProject(async (setup) => {
        await cause(setup);
        assert.deepEqual(
          problemLines(await runDoctor(setup, stack)),
          typeof expected === "function" ? expected(setup) : expected,
        );
      }));
  }
}
