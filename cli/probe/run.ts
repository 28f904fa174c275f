import type { Clock } from "../../provider/api/clock";
import { isRequestError } from "../../provider/api/errors";
import type { Fetch } from "../../provider/api/transport";
import type { ApiAccess } from "../../provider/config/account";
import { counted } from "../counted";
import { type CleanUpResult, candidates, clean, remainingText } from "./clean";
import { Exchange, Stopped } from "./exchange";
import { newMark } from "./marker";
import type { Finding, Question } from "./question";
import { questions } from "./questions";
import { CannotStart, CannotTell, Session } from "./session";

/** A run's dependencies. Tests pass in their own clock and nonce. */
export interface ProbeContext {
  account: ApiAccess & { meetingUrl?: string };
  fetch: Fetch;
  clock: Clock;
  /** The nonce of the run's marker. @default random */
  nonce?: string;
  /** Stops the questions, but not the clean-up. */
  signal: AbortSignal;
}

/** The option that a question requires. */
export type Needs = NonNullable<Question["needs"]>;

/** The answer to one question. */
export interface Answer {
  question: Question;
  finding?: Finding;
  /** Why there is no finding. */
  reason?: string;
}

/** The result of a run. */
export interface Run {
  answers: Answer[];
  /** Why not all questions were asked. */
  stopped?: string;
  requests: number;
  created: number;
  cleaned: CleanUpResult;
}

/** Asks all questions, then deletes all rooms that it created, even after an error. */
export async function probe(context: ProbeContext, wanted: Needs[] = []): Promise<Run> {
  const { account, fetch, clock, signal } = context;
  const exchange = new Exchange(account, fetch, clock, signal);
  await refuseRemainingRooms(exchange);
  const session = new Session(exchange, account, newMark(context.nonce), clock, signal);
  const asked = questions.filter(({ needs }) => needs === undefined || wanted.includes(needs));
  const cleanUp = () => {
    const { mark, rooms, mayHaveMore } = session;
    return clean({ exchange, clock, isWanted: (nonce) => nonce === mark.nonce, known: rooms, mayHaveMore });
  };
  const answers: Answer[] = [];
  let stopped: string | undefined;
  try {
    for (const question of asked) {
      const answer = stopped === undefined ? await answerTo(question, session) : { question };
      if ("stopped" in answer) stopped = answer.stopped;
      answers.push({ question, finding: answer.finding, reason: stopped ?? answer.reason });
    }
  } catch (error) {
    const left = remainingText(await cleanUp());
    if (left === undefined) throw error;
    throw new CannotStart(`${(error as Error).message}\n${left}`, { cause: error });
  }
  const cleaned = await cleanUp();
  return { answers, stopped, requests: exchange.requests, created: session.created, cleaned };
}

async function answerTo(question: Question, session: Session): Promise<Answer & { stopped?: string }> {
  try {
    return { question, finding: await question.ask(session) };
  } catch (error) {
    if (error instanceof Stopped) return { question, stopped: error.message };
    if (error instanceof CannotTell || isRequestError(error)) return { question, reason: error.message };
    throw error;
  }
}

async function refuseRemainingRooms(exchange: Exchange): Promise<void> {
  const before = (await listFirst(exchange)).length;
  if (before > 0)
    throw new CannotStart(
      `Found ${counted(before, "room")} of another run of the probe. Wait for that run to end, or delete its rooms with pulumi-enablex probe --clean.`,
    );
}

/**
 * Lists the rooms that may be the probe's, as a first, read-only request.
 *
 * @throws CannotStart if the API cannot be reached, or rejects the credentials
 */
export async function listFirst(exchange: Exchange): Promise<ReturnType<typeof candidates>> {
  try {
    const { content, error } = await exchange.request({ method: "GET", path: "/rooms" });
    if (error) throw error;
    return candidates(content);
  } catch (error) {
    if (error instanceof Stopped || isRequestError(error)) throw new CannotStart(error.message);
    throw error;
  }
}
