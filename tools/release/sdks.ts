import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import schema from "../../provider/plugin/schema.json";
import { findEngine, findLanguageHosts } from "../pulumi/find-engine";
import { succeeds } from "../pulumi/run";
import { openSandbox } from "../pulumi/sandbox";

/** The SDKs of other languages, as files to publish. */
export interface Sdks {
  /** For PyPI. */
  wheel: string;
  sdist: string;
  /** Folder of the Go module. */
  go: string;
}

const root = join(__dirname, "..", "..");
const { version } = require("../../package.json") as { version: string };

/** https://pypi.org/project/build/ */
const PYTHON_BUILD = "build==1.3.0";

/**
 * Generates the SDKs for Python and Go from schema.json with Pulumi's own generators, and builds them. Needs Python 3
 * with `venv`, and Go.
 *
 * @param say called with each line of progress
 */
export async function buildSdks(folder: string, say: (line: string) => void): Promise<Sdks> {
  const engine = await findEngine(say);
  await using sandbox = await openSandbox(engine);
  const env = {
    ...sandbox.env,
    PATH: [await findLanguageHosts(engine, say), sandbox.env.PATH].join(delimiter),
  };
  const generated = join(sandbox.folder, "sdks");
  await mkdir(folder, { recursive: true });
  const versioned = join(sandbox.folder, "schema.json");
  await writeFile(versioned, JSON.stringify({ ...schema, version }));
  const generate = async (language: string) => {
    const options = ["--language", language, "--out", generated];
    await succeeds(engine.command, ["package", "gen-sdk", versioned, ...options], { env });
    // Package indexes show the licence. Go's index shows no documentation without one.
    await cp(join(root, "LICENSE"), join(generated, language, "LICENSE"));
    return join(generated, language);
  };

  const python = await generate("python");
  // PyPI shows this file. Pulumi's generator refers to it in pyproject.toml, but `gen-sdk` does not write it.
  await writeFile(join(python, "README.md"), schema.language.python.readme);
  const venv = join(sandbox.folder, "venv");
  await succeeds("python3", ["-m", "venv", venv]);
  const command = join(venv, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  await succeeds(command, ["-m", "pip", "install", "--quiet", PYTHON_BUILD]);
  await succeeds(command, ["-m", "build", "--outdir", folder, python]);

  const go = join(folder, "sdk-go");
  await cp(await generate("go"), go, { recursive: true });
  await succeeds("go", ["mod", "tidy"], { cwd: go });

  const files = await readdir(folder);
  const file = (ending: string) => join(folder, files.find((name) => name.endsWith(ending))!);
  return { wheel: file(".whl"), sdist: file(".tar.gz"), go };
}
