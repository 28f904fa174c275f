import { writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { run } from "../tools/pulumi/run";
import { animation, type Line } from "./animation";

/** Runs the demo and draws its output with the original timing as docs/images/demo.svg. */
async function main(): Promise<void> {
  const lines: Line[] = [];
  const onLine = (text: string) => lines.push({ at: Date.now(), text: text.replaceAll(homedir(), "~") });
  const demo = await run(process.execPath, ["--import", "tsx", join(__dirname, "main.ts")], { onLine });
  if (demo?.code !== 0) throw new Error(`The demo failed:\n${demo?.stdout}\n${demo?.stderr}`);
  const picture = animation(lines);
  writeFileSync(join(__dirname, "../docs/images/demo.svg"), picture);
  console.log(`docs/images/demo.svg: ${lines.length} lines, ${picture.length} bytes`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
