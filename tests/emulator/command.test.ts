import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultAccount } from "../../emulator/index";
import { runCommand, startEmulatorCommand } from "../support/command";
import { createRoom, sender, withEmulator } from "../support/emulator";
import { withFolder } from "./folder";

const given = { appId: "0123456789abcdef01234567", appKey: "SecretKeyOfARealProject0000000000000" };

/** Stops the command and asserts a clean exit. */
async function end(
  { process, ended }: Awaited<ReturnType<typeof startEmulatorCommand>>,
  signal: NodeJS.Signals,
) {
  process.kill(signal);
  const { code, signal: by, stderr, stdout } = await ended;
  assert.deepEqual({ code, by, stderr }, { code: 0, by: null, stderr: "" });
  return stdout;
}

describe("pulumi-enablex emulator", () => {
  it("works with the settings that it prints, and exits with code 0 on SIGTERM", async () => {
    await using running = await startEmulatorCommand();
    const { stdout } = running.printed();
    const { appId, appKey } = defaultAccount;
    assert.ok(stdout.includes(`pulumi config set enablex:apiUrl ${running.url}/video/v1\n`));
    assert.ok(stdout.includes(`pulumi config set enablex:meetingUrl ${running.url}\n`));
    assert.ok(stdout.includes(`pulumi config set --secret enablex:appKey ${appKey}\n`));
    assert.ok(stdout.includes(`export ENABLEX_APP_ID=${appId}\n`));
    await createRoom(sender({ url: running.url, apiUrl: `${running.url}/video/v1`, ...defaultAccount }));
    await end(running, "SIGTERM");
  });

  it("exits with code 0 on SIGINT while requests wait and connections are open", async () => {
    await using running = await startEmulatorCommand([
      "--fault",
      "latency=1",
      "--fault",
      "latencyMs=1000000",
    ]);
    const waiting = fetch(`${running.url}/v1/rooms`).catch((error) => error);
    const latencies = async () =>
      ((await (await fetch(`${running.url}/_emulator/state`)).json()) as any).injected.latency;
    while ((await latencies()) === 0);
    await end(running, "SIGINT");
    assert.ok((await waiting) instanceof Error);
  });

  for (const [how, args, env] of [
    ["options", ["--app-id", given.appId, "--app-key", given.appKey], {}],
    ["the environment", [], { ENABLEX_APP_ID: given.appId, ENABLEX_APP_KEY: given.appKey }],
  ] as const) {
    it(`uses credentials from ${how} and does not print them`, async () => {
      await using running = await startEmulatorCommand([...args], { env });
      const send = sender({ url: running.url, apiUrl: `${running.url}/video/v1`, ...given });
      await createRoom(send);
      const stdout = await end(running, "SIGTERM");
      assert.ok(!stdout.includes(given.appId) && !stdout.includes(given.appKey), stdout);
      assert.ok(!stdout.includes(defaultAccount.appId) && !stdout.includes(defaultAccount.appKey), stdout);
    });
  }

  it("treats an empty environment variable as unset", async () => {
    await using running = await startEmulatorCommand([], {
      env: { ENABLEX_APP_ID: "", ENABLEX_APP_KEY: "" },
    });
    assert.ok((await end(running, "SIGTERM")).includes(defaultAccount.appId));
  });

  it("stores rooms in the --data file, and applies --fault, --behaviour and --seed", () =>
    withFolder(async (folder) => {
      const file = join(folder, "rooms.json");
      await using first = await startEmulatorCommand(["--data", file]);
      await createRoom(sender({ url: first.url, apiUrl: `${first.url}/v1`, ...defaultAccount }));
      await end(first, "SIGTERM");
      assert.deepEqual(await readdir(folder), ["rooms.json"]);
      const options = "--fault html=0.5 --fault lostAnswer=1 --behaviour createStatus=201 --seed 7".split(
        " ",
      );
      await using second = await startEmulatorCommand(["--data", file, ...options]);
      const state = (await (await fetch(`${second.url}/_emulator/state`)).json()) as any;
      assert.equal(state.projects[0].rooms.length, 1);
      assert.deepEqual(
        [state.faults.html, state.faults.lostAnswer, state.behaviour.createStatus, state.seed],
        [0.5, 1, 201, 7],
      );
      await end(second, "SIGTERM");
    }));

  it("warns if other machines can reach the --host", async () => {
    await using running = await startEmulatorCommand(["--host", "0.0.0.0"]);
    running.process.kill("SIGTERM");
    const { code, stderr } = await running.ended;
    assert.equal(code, 0);
    assert.equal(stderr, "warning: anyone who can reach 0.0.0.0 can use and control this emulator.\n");
  });

  it("prints help and exits with code 0", async () => {
    const { code, stdout, stderr } = await runCommand(["emulator", "--help"]);
    assert.deepEqual([code, stderr], [0, ""]);
    for (const option of ["--port", "--host", "--data", "--app-id", "--app-key", "--seed", "--fault"]) {
      assert.ok(stdout.includes(option), option);
    }
  });

  it("rejects a port that is in use", () =>
    withEmulator({}, async ({ port }) => {
      const { code, stdout, stderr } = await runCommand(["emulator", "--port", String(port)]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(
        stderr,
        `error: Port ${port} on 127.0.0.1 is in use. Choose another port with --port, or stop the program that uses it.\n`,
      );
    }));

  it("rejects a data file that is not its own and leaves it unchanged", () =>
    withFolder(async (folder) => {
      const file = join(folder, "notes.txt");
      await writeFile(file, "my notes");
      const { code, stdout, stderr } = await runCommand(["emulator", "--port", "0", "--data", file]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, /^error: [^\n]*notes\.txt[^\n]*\n$/);
      assert.equal(await readFile(file, "utf8"), "my notes");
      assert.deepEqual(await readdir(folder), ["notes.txt"]);
    }));

  it("rejects a data file that another emulator uses", () =>
    withFolder(async (folder) => {
      const file = join(folder, "rooms.json");
      await withEmulator({ data: file }, async () => {
        const { code, stderr } = await runCommand(["emulator", "--port", "0", "--data", file]);
        assert.equal(code, 2);
        assert.match(stderr, /^error: [^\n]*rooms\.json[^\n]*process \d+[^\n]*\n$/);
      });
    }));

  const invalid: [string[], RegExp][] = [
    [["--port", "http"], /--port <number>.*It must be an integer\./],
    [["--port", "-1"], /--port/],
    [["--port", "65536"], /The port must be an integer from 0 to 65535, not 65536\./],
    [["--host", "no such host"], /The emulator cannot listen on no such host/],
    [["--host", "203.0.113.1"], /The emulator cannot listen on 203\.0\.113\.1 \(EADDRNOTAVAIL\)\./],
    [["--seed", "x"], /--seed <number>.*It must be an integer\./],
    [["--app-id", "real-id"], /An App ID must have 24 hex digits\./],
    [["--app-key", "real-key"], /An App Key must have 36 letters and digits\./],
    [["--fault", "html"], /--fault <name=value>.*It must have the form name=value\./],
    [["--fault", "htlm=1"], /"htlm"/],
    [["--fault", "html=2"], /html.*"2"/],
    [["--behaviour", "createStatus=204"], /createStatus.*"204"/],
    [["--prot", "1"], /unknown option '--prot'.*--port/],
    [["--data"], /--data <file>' argument missing/],
    [["extra"], /too many arguments/],
  ];
  for (const [args, message] of invalid) {
    it(`rejects ${args.join(" ")} with a one-line error and exit code 2`, async () => {
      const { code, stdout, stderr } = await runCommand(["emulator", ...args]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, /^error: [^\n]+\n$/);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /real-(id|key)/);
    });
  }

  it("rejects malformed credentials from the environment without quoting them", async () => {
    const { code, stderr } = await runCommand(["emulator", "--port", "0"], {
      env: { ENABLEX_APP_KEY: "hunter2" },
    });
    assert.equal(code, 2);
    assert.match(stderr, /^error: [^\n]*App Key[^\n]*\n$/);
    assert.doesNotMatch(stderr, /hunter2/);
  });
});
