import { createFetch } from "../../../provider/api/transport";
import { failureAt } from "./failures";

/** Prints what becomes of a request to each address that is given, a line each. */
async function main(): Promise<void> {
  const fetch = createFetch();
  for (const url of process.argv.slice(2)) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), Number(process.env.TIMEOUT_MS ?? 60_000));
    const outcome = await failureAt(url, { fetch, limit }).catch((answered: Error) => answered.message);
    clearTimeout(timer);
    console.log(
      typeof outcome === "string" ? outcome : `${outcome.kind} ${outcome.isAmbiguous} ${outcome.message}`,
    );
  }
}

void main();
