import { text } from "node:stream/consumers";
import type { Engine } from "../tools/pulumi/find-engine";
import { selectStack } from "../tools/pulumi/sandbox";
import { type ContenderName, contenders } from "./contenders";

/** One operation on one stack, in its own process to measure its cost separately. */
export interface Operation {
  contender: ContenderName;
  count: number;
  command: "preview" | "up" | "refresh" | "destroy";
  engine: Engine;
  folder: string;
  env: Record<string, string>;
}

/** Project and stack of all contenders. They are the same because the state contains the names. */
export const project = "school";
export const stackOf = (contender: string) => contender.slice(0, 3);

async function main(): Promise<void> {
  // The SDK records a stack trace for each output, and tsx maps each to its source. A compiled program does not.
  process.setSourceMapsEnabled(false);
  const operation: Operation = JSON.parse(await text(process.stdin));
  const { contender, count, command } = operation;
  const stack = await selectStack(
    operation,
    project,
    stackOf(contender),
    contenders[contender].program(count),
  );
  await stack[command]({ parallel: 32 });
}

if (require.main === module) main();
