import { access, constants, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { platformAt, platforms } from "../../provider/api/platforms";
import { type Account, type ApiAccess, findAccount, findApiAccess } from "../../provider/config/account";
import { messagesOf } from "../../provider/config/problem";
import { counted } from "../counted";
import { clean, remainingText } from "./clean";
import type { Environment } from "./environment";
import { Exchange, MAX_REQUESTS } from "./exchange";
import { WAIT_MINUTES } from "./questions/schedule";
import { exitCodeOf, reportOf, textOf } from "./report";
import { listFirst, type Needs, probe } from "./run";
import { MAX_ROOMS } from "./session";

export interface Flags {
  stack?: string;
  account?: string;
  yes?: boolean;
  report?: string;
  wait?: boolean;
  links?: boolean;
  clean?: boolean;
}

/** Returns the command's exit code. */
export async function run(flags: Flags, environment: Environment): Promise<number> {
  const read = await environment.configuration(flags.stack);
  const { account, problems } = (flags.links ? findAccount : findApiAccess)(read, flags.account);
  if (problems.length > 0) throw new Error(messagesOf(problems));
  return (flags.clean ? cleanUp : runProbe)(account as ProbedAccount, flags, environment);
}

/** Only the questions about links need their origin. */
type ProbedAccount = ApiAccess & Partial<Account>;

async function runProbe(account: ProbedAccount, flags: Flags, environment: Environment): Promise<number> {
  if (flags.report !== undefined) await refuseUnwritable(flags.report);
  environment.tell(plan(account, flags));
  if (!flags.yes && !(await environment.confirm("Continue? "))) return 2;
  const wanted = (["wait", "links"] as Needs[]).filter((need) => flags[need]);
  const result = await probe({ account, ...environment }, wanted);
  const { version } = require("pulumi-enablex/package.json") as { version: string };
  const versions = { "pulumi-enablex": version, node: process.versions.node };
  const report = reportOf(result, { account, now: environment.clock.now(), versions });
  const left = remainingText(result.cleaned);
  if (left !== undefined) environment.tell(left);
  environment.print(textOf(report));
  if (flags.report !== undefined) await writeFile(flags.report, `${JSON.stringify(report, null, 2)}\n`);
  return exitCodeOf(report);
}

async function cleanUp(account: ProbedAccount, flags: Flags, environment: Environment): Promise<number> {
  const exchange = new Exchange(account, environment.fetch, environment.clock, environment.signal);
  const found = await listFirst(exchange);
  if (found.length === 0) {
    environment.print("No rooms of the probe were found.");
    return 0;
  }
  environment.tell(found.map(({ id, name }) => `  ${id}  "${name}"`).join("\n"));
  if (!flags.yes && !(await environment.confirm("Delete these rooms of the probe? "))) return 2;
  const cleaned = await clean({ exchange, clock: environment.clock, isWanted: () => true });
  const left = remainingText(cleaned);
  if (left !== undefined) environment.tell(left);
  environment.print(`${counted(cleaned.deleted, "room")} deleted.`);
  return left === undefined ? 0 : 2;
}

/** What the run will do, for the confirmation. */
function plan({ apiUrl, meetingUrl }: ProbedAccount, { wait, links }: Flags): string {
  const platform = platformAt(apiUrl);
  return [
    `This tests the rooms API ${platform ? `of ${platforms[platform].title}, ${apiUrl}` : apiUrl}.`,
    `It creates about ${wait ? 12 : 10} rooms named "pulumi-enablex probe …", at most ${MAX_ROOMS} at a time, and deletes each of them again.`,
    `It sends about ${wait ? 100 : 90} requests, at most ${MAX_REQUESTS} and 2 a second, and takes about ${wait ? `${1 + WAIT_MINUTES} minutes` : "a minute"}.`,
    "It invites nobody, prints no links, and changes no other rooms. It stops at the first 429.",
    ...(links ? [`It sends a HEAD request to two meeting pages of ${meetingUrl}.`] : []),
  ].join("\n");
}

/** Fails before the run, not after it, if the report cannot be written. */
async function refuseUnwritable(file: string): Promise<void> {
  try {
    await access(dirname(resolve(file)), constants.W_OK);
  } catch (error) {
    throw new Error(`The report cannot be written: ${(error as Error).message}. Nothing was sent.`);
  }
}
