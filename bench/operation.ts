import { text } from "node:stream/consumers";
import type { Engine } from "../tools/pulumi/find";
import { selectStack } from "../tools/pulumi/sandbox";
import { type ContenderName, contenders } from "./contenders";

/** One operation on one stack, done in a process of its own so that its costs can be told apart. */
export interface Operation {
  contender: ContenderName;
  count: number;
  command: "preview" | "up" | "refresh" | "destroy";
  engine: Engine;
  folder: string;
  env: Record<string, string>;
}

/** Project and stack under which all contenders run: their names are part of what is stored. */
export const project = "school";
export const stackOf = (contender: string) => contender.slice(0, 3);

async function main(): Promise<void> {
  // The SDK takes a stack trace for each output, and tsx has each mapped to its source, which a compiled program does not.
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
