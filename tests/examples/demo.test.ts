import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../tools/pulumi/run";

describe("demo", () => {
  it("the demo runs the full workflow, hides moderator links, and leaves no files or processes", async () => {
    await using demo = await startDemo();
    assert.equal(await demo.ended, 0, demo.said());

    const said = demo.said();
    for (const line of [
      "+ 4 to create", // preview
      "4 created",
      "hostLink: [secret]",
      "participants: 8 => 12",
      "3 unchanged, 1 updated",
      "  4 unchanged",
      "refresh: 1 deleted, 3 unchanged",
      "1 created, 3 unchanged",
      "Rooms left in the API: 0",
    ])
      assert.ok(said.includes(line), `${line} is not in:\n${said}`);
    assert.doesNotMatch(said, /\/host\//);
    assert.deepEqual(await demo.leftovers(), { files: [], processes: [] });
  });

  it("the demo shows links with --show-secrets, keeps rooms with --keep, and ends with Ctrl-C", async () => {
    await using demo = await startDemo("--show-secrets", "--keep");
    await demo.says("The emulator and the stacks stay until Ctrl-C");
    const [hostLink = ""] = /http:\/\/127\.0\.0\.1:\d+\/host\/\S+/.exec(demo.said()) ?? [];
    assert.equal((await fetch(hostLink)).status, 200, hostLink);

    demo.interrupt();
    assert.equal(await demo.ended, 130, demo.said());
    await assert.rejects(fetch(hostLink));
    assert.deepEqual(await demo.leftovers(), { files: [], processes: [] });
  });
});

/** Runs the demo in a temporary folder. A mark in its environment identifies its processes. */
async function startDemo(...options: string[]) {
  const folder = await mkdtemp(join(tmpdir(), "demo-test-"));
  const mark = `DEMO_TEST=${randomUUID()}`;
  const [name, value] = mark.split("=") as [string, string];
  const child = spawn(process.execPath, ["--import", "tsx", "demo/main.ts", ...options], {
    cwd: join(__dirname, "../.."),
    env: { ...process.env, TMPDIR: folder, [name]: value },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    ended,
    said: () => said,
    says: (text: string) => untilPrinted(child, () => said, text),
    interrupt: () => child.kill("SIGINT"),
    leftovers: async () => ({
      // The cache of tsx is there.
      files: (await readdir(folder)).filter((file) => !file.startsWith("tsx-")),
      processes: await processesWith(mark),
    }),
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

function untilPrinted(child: ChildProcess, said: () => string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => said().includes(text) && resolve();
    child.stdout?.on("data", look);
    child.once("close", () => reject(new Error(`The demo ended without printing "${text}":\n${said()}`)));
    look();
  });
}

/** Ids of the processes that have `mark` in their environment. */
async function processesWith(mark: string): Promise<string[]> {
  if (!existsSync("/proc/self/environ")) {
    const { stdout } = (await run("ps", ["axeww"]))!;
    return stdout.split("\n").filter((line) => line.includes(mark));
  }
  const ids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const environments = await Promise.all(
    // A process may end before its file is read.
    ids.map((id) => readFile(`/proc/${id}/environ`, "latin1").catch(() => "")),
  );
  return ids.filter((_, i) => environments[i]!.includes(mark));
}
