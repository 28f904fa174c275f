import { type Platform, platformAt, platforms } from "../../provider/api/platforms";
import type { ApiAccess } from "../../provider/config/account";
import { decidedSwitches, type Outcome, type SwitchName, undecidable } from "./question";
import { questions } from "./questions";
import type { Answer, Run } from "./run";

/** Whether an answer is what the provider assumes. */
export type Verdict = "expected" | "differs" | "unknown";

/** The content of `--report`. It contains no credential, App ID, room id or link. */
export interface Report {
  format: "pulumi-enablex probe";
  version: 1;
  date: string;
  platform: Platform | "another address";
  versions: { "pulumi-enablex": string; node: string };
  requests: number;
  roomsCreated: number;
  roomsLeft: number;
  /** Why not all questions were asked. */
  stopped?: string;
  /** Why rooms may be left. */
  doubt?: string;
  answers: { id: string; asks: string; verdict: Verdict; answer?: string; seen?: string; means: string }[];
  /** The emulator's switches that this run could not test, and what a test needs. */
  notTested: { switch: SwitchName; needs: string }[];
  /** A command that starts an emulator with the service's behaviour. */
  emulator: string;
}

interface ReportFacts {
  account: ApiAccess;
  now: number;
  versions: Report["versions"];
}

export function reportOf(run: Run, { account, now, versions }: ReportFacts): Report {
  const report: Report = {
    format: "pulumi-enablex probe",
    version: 1,
    date: new Date(now).toISOString(),
    platform: platformAt(account.apiUrl) ?? "another address",
    versions,
    requests: run.requests,
    roomsCreated: run.created,
    roomsLeft: run.cleaned.left.length,
    stopped: run.stopped,
    doubt: run.cleaned.doubt,
    answers: run.answers.map(row),
    notTested: notSeen(run),
    emulator: emulatorLine(run.answers),
  };
  return withoutSecrets(report, account);
}

/** 0 if everything is as expected, 1 if something differs, 2 if the run is incomplete or could not tell. */
export function exitCodeOf({ stopped, roomsLeft, doubt, answers }: Report): 0 | 1 | 2 {
  const has = (verdict: Verdict) => answers.some((answer) => answer.verdict === verdict);
  if (stopped !== undefined || roomsLeft > 0 || doubt !== undefined) return 2;
  return has("differs") ? 1 : has("unknown") ? 2 : 0;
}

/** The report for the terminal; its last line starts an emulator with the same behaviour. */
export function textOf(given: Report): string {
  const bare = (row: Report["answers"][number]) => ({
    ...row,
    asks: row.asks.replaceAll("`", ""),
    means: row.means.replaceAll("`", ""),
  });
  const isAsked = ({ answer, means }: Report["answers"][number]) =>
    answer !== undefined || means !== given.stopped;
  const report = { ...given, answers: given.answers.filter(isAsked).map(bare) };
  const titles = { expected: "ok", differs: "differs", unknown: "unknown" };
  const widest = (texts: string[]) => Math.min(56, Math.max(...texts.map((text) => text.length)));
  const [asks, answers] = [
    widest(report.answers.map((row) => row.asks)),
    widest(report.answers.map(answerText)),
  ] as const;
  const rows = report.answers.map((row) =>
    `${titles[row.verdict].padEnd(7)}  ${row.asks.padEnd(asks)}  ${answerText(row).padEnd(answers)}  ${row.means}`.trimEnd(),
  );
  const count = (verdict: Verdict) => report.answers.filter((row) => row.verdict === verdict).length;
  const notAsked = given.answers.length - report.answers.length;
  const left =
    report.roomsLeft > 0
      ? `${report.roomsLeft} still there`
      : report.doubt === undefined
        ? "all deleted: the list shows none"
        : "all deleted as far as known";
  return [
    `${report.platform === "another address" ? "The rooms API" : platforms[report.platform].title}, ${report.date.slice(0, 10)}: ${report.requests} requests, ${report.roomsCreated} rooms created, ${left}.`,
    "",
    ...rows,
    "",
    ...(report.stopped === undefined ? [] : [`Stopped early. ${report.stopped}`]),
    ...report.notTested.map((each) => `Not tested: ${each.switch} needs ${each.needs}.`),
    `${count("expected")} as expected, ${count("differs")} different, ${count("unknown")} unknown${notAsked > 0 ? `, ${notAsked} not asked` : ""}.`,
    `To start an emulator that behaves this way${notAsked + count("unknown") > 0 ? ", as far as this run shows" : ""}:`,
    report.emulator,
  ].join("\n");
}

function row({ question, finding, reason }: Answer): Report["answers"][number] {
  const { id, asks, outcomes } = question;
  if (!finding) return { id, asks, verdict: "unknown", means: reason ?? "" };
  const known: Outcome | undefined = outcomes[finding.outcome];
  const verdict = known?.expected ? "expected" : "differs";
  const means = known?.means ?? "not known yet; report it";
  return { id, asks, verdict, answer: finding.outcome, seen: finding.seen, means };
}

function answerText({ answer, seen }: Report["answers"][number]): string {
  return answer === undefined ? "" : seen === undefined || seen === answer ? answer : `${answer} (${seen})`;
}

function notSeen({ answers }: Run): Report["notTested"] {
  const people = Object.entries(undecidable).map(([name, needs]) => ({ switch: name as SwitchName, needs }));
  const asked = new Set(answers.map(({ question }) => question.id));
  const visible = new Set(answers.flatMap(({ question }) => decidedSwitches(question)));
  const timed = questions
    .filter(({ id, needs }) => needs === "wait" && !asked.has(id))
    .flatMap(decidedSwitches)
    .filter((name) => !visible.has(name));
  return [...people, ...timed.map((name) => ({ switch: name, needs: "time: --wait" }))];
}

/** The command that starts an emulator with this behaviour. The first question that sets a switch wins. */
function emulatorLine(answers: Answer[]): string {
  const switches = new Map<string, unknown>();
  for (const { question, finding } of answers) {
    const behaviour = finding && (finding.behaviour ?? question.outcomes[finding.outcome]?.behaviour);
    for (const [name, value] of Object.entries(behaviour ?? {}))
      if (!switches.has(name)) switches.set(name, value);
  }
  const options = [...switches].map(([name, value]) => ` --behaviour ${name}=${value}`);
  return `pulumi-enablex emulator${options.join("")}`;
}

/** A safeguard: the report quotes no text of the API, but if it contains a secret, this removes it. */
function withoutSecrets(report: Report, { appId, appKey, apiUrl }: ApiAccess): Report {
  const token = Buffer.from(`${appId}:${appKey}`).toString("base64");
  const isForeign = report.platform === "another address";
  const hidden = [token, appKey, appId, ...(isForeign ? [new URL(apiUrl).host] : [])];
  const clean = (text: string) =>
    hidden
      .reduce((rest, secret) => rest.replaceAll(secret, "…"), text)
      .replace(/\b[0-9a-f]{24}\b/gi, "…")
      .replace(/https?:\/\/\S+/g, "…");
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return clean(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part)]));
  };
  return walk(report) as Report;
}
