import { createFetch } from "../../../provider/api/transport";
import { failureAt } from "./failures";

/** Sends a request to each address in the arguments, and prints a line with its outcome. */
async function main(): Promise<void> {
  const fetch = createFetch();
  for (const url of process.argv.slice(2)) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), Number(process.env.TIMEOUT_MS ?? 60_000));
    const outcome = await failureAt(url, { fetch, limit }).catch((responded: Error) => responded.message);
    clearTimeout(timer);
    console.log(
      typeof outcome === "string" ? outcome : `${outcome.kind} ${outcome.isAmbiguous} ${outcome.message}`,
    );
  }
}

void main();
