import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../tools/pulumi/run";

describe("the demo", () => {
  it("goes the whole road, hides the moderators' links and leaves nothing behind", async () => {
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

  it("shows the links when asked to, keeps the rooms when asked to, and ends with Ctrl-C", async () => {
    await using demo = await startDemo("--show-secrets", "--keep");
    await demo.says("Emulator and stacks stay until Ctrl-C");
    const [hostLink = ""] = /http:\/\/127\.0\.0\.1:\d+\/host\/\S+/.exec(demo.said()) ?? [];
    assert.equal((await fetch(hostLink)).status, 200, hostLink);

    demo.interrupt();
    assert.equal(await demo.ended, 130, demo.said());
    await assert.rejects(fetch(hostLink));
    assert.deepEqual(await demo.leftovers(), { files: [], processes: [] });
  });
});

/** Runs the demo in a temporary folder of its own, and with a mark in the environment by which its processes are found. */
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
    says: (text: string) => untilSaid(child, () => said, text),
    interrupt: () => child.kill("SIGINT"),
    leftovers: async () => ({
      // tsx keeps what it compiled there.
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

function untilSaid(child: ChildProcess, said: () => string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => said().includes(text) && resolve();
    child.stdout?.on("data", look);
    child.once("close", () => reject(new Error(`The demo ended without saying "${text}":\n${said()}`)));
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
    // A process may end while it is looked at.
    ids.map((id) => readFile(`/proc/${id}/environ`, "latin1").catch(() => "")),
  );
  return ids.filter((_, i) => environments[i]!.includes(mark));
}
