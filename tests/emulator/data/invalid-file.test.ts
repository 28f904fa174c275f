import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { startEmulator } from "../../../emulator/index";
import { createRoom } from "../../support/emulator";
import { roomsIn, withData, withFolder } from "../folder";

describe("emulator: an unusable data file", () => {
  const format = "pulumi-enablex emulator rooms";
  const damaged = (change: object) =>
    JSON.stringify({ format, version: 1, journal: "j", made: 0, projects: {}, ...change });
  const invalid: [string, string, RegExp][] = [
    ["that is empty", "", /is not a data file of the emulator: it is not JSON, or is incomplete\. /],
    ["that is not JSON", "a,b\n1,2\n", /not JSON/],
    ["that is incomplete", damaged({}).slice(0, -2), /not JSON/],
    ["of another program", '{"name":"x"}', /is not a data file of the emulator\. /],
    ["that is a list", "[]", /not a data file/],
    ["that is null", "null", /not a data file/],
    ["of another version", damaged({ version: 2 }), /was written by another version of the emulator\. /],
    ["without rooms", damaged({ projects: [] }), /is damaged: its rooms cannot be read\. /],
    ["without a count", damaged({ made: "many" }), /is damaged/],
    ["with an invalid room", damaged({ projects: { a: [{ room_id: "x" }] } }), /is damaged/],
  ];
  for (const [name, text, message] of invalid) {
    it(`a data file ${name} is rejected and left unchanged`, () =>
      withFolder(async (folder) => {
        const file = join(folder, "rooms.json");
        await writeFile(file, text);
        await assert.rejects(startEmulator({ data: file }), (error: Error) => {
          assert.equal(error.name, "UsageError");
          assert.match(error.message, message);
          assert.match(
            error.message,
            /The file was left unchanged\. Move it away, or name another file with --data\.$/,
          );
          assert.ok(error.message.includes(file));
          assert.ok(!error.message.includes("\n"));
          return true;
        });
        assert.equal(await readFile(file, "utf8"), text);
        assert.deepEqual(await readdir(folder), ["rooms.json"]);
      }));
  }

  for (const [name, journal] of [
    ["a line", '{"project":"a"}\nx\n'],
    ["all", "my diary\n"],
  ]) {
    it(`a data file is rejected if ${name} of its journal is invalid`, () =>
      withFolder(async (folder) => {
        const file = join(folder, "rooms.json");
        const data = damaged({});
        const text =
          name === "all" ? journal! : `${JSON.stringify({ format, version: 1, journal: "j" })}\n${journal}`;
        await writeFile(file, data);
        await writeFile(`${file}.journal`, text);
        await assert.rejects(startEmulator({ data: file }), { name: "UsageError", message: /\.journal/ });
        assert.equal(await readFile(file, "utf8"), data);
        assert.equal(await readFile(`${file}.journal`, "utf8"), text);
      }));
  }

  it("a foreign file with the name of the journal is rejected and left unchanged", () =>
    withFolder(async (folder) => {
      const file = join(folder, "rooms.json");
      await writeFile(`${file}.journal`, "my diary");
      await assert.rejects(startEmulator({ data: file }), { name: "UsageError", message: /\.journal/ });
      assert.equal(await readFile(`${file}.journal`, "utf8"), "my diary");
    }));

  it("a data file that is a folder, or whose folder does not exist, is rejected", () =>
    withFolder(async (folder) => {
      await assert.rejects(startEmulator({ data: folder }), { name: "UsageError", message: /EISDIR/ });
      await assert.rejects(startEmulator({ data: join(folder, "none", "rooms.json") }), {
        name: "UsageError",
        message: /Cannot create files in the folder of the data file .*ENOENT/,
      });
      assert.deepEqual(await readdir(folder), []);
    }));

  for (const part of ["rooms.json", "rooms.json.journal"]) {
    it(`a read-only ${part} is rejected and left unchanged`, () =>
      withFolder(async (folder) => {
        const data = join(folder, "rooms.json");
        const file = join(folder, part);
        await writeFile(file, "x", { mode: 0o444 });
        await assert.rejects(startEmulator({ data }), {
          name: "UsageError",
          message:
            /\/rooms\.json(\.journal)? is read-only \(.*\)\. Make it writable, or name another file with --data\.$/,
        });
        assert.deepEqual(await readdir(folder), [part]);
      }));
  }

  it("a symbolic link to itself is rejected", () =>
    withFolder(async (folder) => {
      const [a, b] = [join(folder, "a.json"), join(folder, "b.json")];
      await symlink(a, b);
      await symlink(b, a);
      await assert.rejects(startEmulator({ data: a }), {
        name: "UsageError",
        message: /never ends at a file \(ELOOP\)/,
      });
    }));

  it("a data file in use is rejected under any of its names until its emulator is closed", () =>
    withData(async (file, emulator, send) => {
      await createRoom(send);
      await symlink(file, `${file}.link`);
      for (const name of [file, `${file}.link`, join(file, "..", ".", "rooms.json")]) {
        await assert.rejects(startEmulator({ data: name }), { name: "UsageError" });
      }
      await createRoom(send);
      await emulator.close();
      assert.equal((await roomsIn(file)).length, 2);
    }));

  it("a data file locked by a running process is rejected, naming the process", () =>
    withFolder(async (folder) => {
      const file = join(folder, "rooms.json");
      await writeFile(`${file}.lock`, String(process.ppid));
      await assert.rejects(startEmulator({ data: file }), {
        message: new RegExp(`in use by another emulator \\(process ${process.ppid}\\)`),
      });
      assert.equal(await readFile(`${file}.lock`, "utf8"), String(process.ppid));
    }));

  it("the lock of a zombie process is taken over", () =>
    withFolder(async (folder) => {
      const file = join(folder, "rooms.json");
      // `exec` replaces the shell, so nothing waits for its child.
      const parent = spawn("sh", ["-c", "sleep 3600 & echo $!; exec sleep 3601"], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const status = (pid: number) => readFile(`/proc/${pid}/status`, "utf8");
      try {
        const child = Number(String((await once(parent.stdout, "data"))[0]));
        while (!/^Name:\s+sleep/m.test(await status(parent.pid!))) await setImmediate();
        process.kill(child, "SIGKILL");
        while (!/^State:\s+Z/m.test(await status(child))) await setImmediate();
        await writeFile(`${file}.lock`, String(child));
        assert.deepEqual(await roomsIn(file), []);
      } finally {
        parent.kill("SIGKILL");
      }
    }));

  it("no lock is left behind if the port is in use", () =>
    withData(async (_, { port }) =>
      withFolder(async (folder) => {
        const file = join(folder, "rooms.json");
        await assert.rejects(startEmulator({ data: file, port }), { name: "UsageError" });
        assert.deepEqual(await readdir(folder), []);
      }),
    ));
});
