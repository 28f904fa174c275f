import { createInterface } from "node:readline/promises";

/** Asks the user to type `yes`. Fails if there is no terminal. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new Error("Cannot confirm without a terminal. Nothing was changed; pass --yes in scripts.");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C closes it without a response.
  const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  const answer = await Promise.race([terminal.question(`${question}Type yes: `), closed]);
  terminal.close();
  if (answer.trim() !== "yes") console.error("Nothing was changed.");
  return answer.trim() === "yes";
}
