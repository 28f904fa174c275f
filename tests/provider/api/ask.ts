import { createFetch } from "../../../provider/api/transport";
import { failureAt } from "./servers";

/** Prints what becomes of a request to each address that is given, a line each. */
async function main(): Promise<void> {
  const fetch = createFetch();
  const timeoutMs = Number(process.env.TIMEOUT_MS ?? 10_000);
  for (const url of process.argv.slice(2)) {
    const outcome = await failureAt(url, { fetch, timeoutMs }).catch((answered: Error) => answered.message);
    console.log(
      typeof outcome === "string" ? outcome : `${outcome.kind} ${outcome.isAmbiguous} ${outcome.message}`,
    );
  }
}

void main();
