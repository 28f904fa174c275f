import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chown, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

/** A PostgreSQL server with an empty database. Closing it stops the server and removes its files. */
export interface Postgres extends AsyncDisposable {
  /** For `pulumi login`, with its password. */
  url: string;
}

const execute = promisify(execFile);

/** Starts PostgreSQL of Debian's package on a free local port, never as root. */
export async function startPostgres(): Promise<Postgres> {
  const bin = await binaries();
  const owner = await serverUser();
  const folder = await mkdtemp(join(tmpdir(), "pulumi-enablex-postgres-"));
  const password = randomBytes(12).toString("hex");
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner) for (const path of [folder, passwordFile]) await chown(path, owner.uid, owner.gid);
  const data = join(folder, "data");
  const options = ["-D", data, "-U", "pulumi", "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8"];
  await execute(join(bin, "initdb"), [...options, "--no-sync"], { cwd: folder, ...owner });
  const port = await freePort();
  const server = spawn(
    join(bin, "postgres"),
    ["-D", data, "-h", "127.0.0.1", "-p", String(port), "-k", folder, "-F"],
    { cwd: folder, ...owner, stdio: ["ignore", "ignore", "pipe"] },
  );
  const exited = once(server, "exit");
  const said: string[] = [];
  const ready = new Promise<void>((done) => {
    createInterface(server.stderr).on("line", (line) => {
      said.push(line);
      if (line.includes("ready to accept connections")) done();
    });
  });
  await Promise.race([
    ready,
    exited.then(() => Promise.reject(new Error(`PostgreSQL ended:\n${said.join("\n")}`))),
  ]);
  return {
    url: `postgres://pulumi:${password}@127.0.0.1:${port}/postgres?sslmode=disable`,
    async [Symbol.asyncDispose]() {
      server.kill("SIGINT");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Finds the commands of the installed version: Debian does not put them on PATH. */
async function binaries(): Promise<string> {
  const root = "/usr/lib/postgresql";
  const versions = (await readdir(root).catch(() => [])).sort((a, b) => Number(b) - Number(a));
  if (versions.length === 0) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  return join(root, versions[0]!, "bin");
}

/** The user of Debian's package, if the tests run as root: PostgreSQL refuses to run as root. */
async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await execute("id", [flag, "postgres"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
