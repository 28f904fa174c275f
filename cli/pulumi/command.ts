import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { UsageError } from "../usage-error";

/** Runs the `pulumi` command, and returns what it printed. */
export type Pulumi = (args: string[]) => Promise<string>;

/** Why a command failed, as far as somebody decides by it. */
export type PulumiErrorKind = keyof typeof errorPatterns | "other";

/** Pulumi's CLI tells its failures by their texts alone, which are matched here and nowhere else. */
const errorPatterns = {
  noLogin: /^PULUMI_ACCESS_TOKEN must be set /,
  noFolder: /unable to open/,
  noProject: /project file found|fully qualified/,
  noStack: /no stack (selected|named)/,
  emptyFile: /checkpoint: EOF/,
  passphrase: /passphrase/i,
};

/** The `pulumi` command failed, or is missing. */
export class PulumiError extends UsageError {
  readonly kind: PulumiErrorKind;

  constructor(
    args: string[],
    /** The last line of its error output. */
    readonly reason: string,
  ) {
    super(`pulumi ${args.slice(0, 2).join(" ")} failed: ${reason}`);
    const kinds = Object.keys(errorPatterns) as (keyof typeof errorPatterns)[];
    this.kind = kinds.find((kind) => errorPatterns[kind].test(reason)) ?? "other";
  }
}

/** Kind and reason of a failure, which may be another one than that of the command. */
export const failureOf = (error: unknown): { kind: PulumiErrorKind; reason: string } =>
  error instanceof PulumiError ? error : { kind: "other", reason: (error as Error).message };

/** The arguments that name a stack; none for the selected one. */
export const stackArgs = (name: string | undefined): string[] =>
  name === undefined ? [] : ["--stack", name];

/**
 * Runs `pulumi` without a shell.
 *
 * @throws PulumiError
 */
export const pulumi: Pulumi = (args) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: pathOfPulumi(process.env.PATH), PULUMI_SKIP_UPDATE_CHECK: "true" };
    const options = { env, maxBuffer: 2 ** 30 };
    execFile("pulumi", [...args, "--non-interactive"], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
      const lastLine = stderr.trim().split("\n").at(-1)!;
      reject(new PulumiError(args, isMissing ? "it is not on PATH" : lastLine.replace(/^error: /, "")));
    });
  });

/**
 * The PATH on which to look for `pulumi`. npx puts the commands of installed packages first, also that of the package
 * `pulumi`, which downloads an engine of its own: the user's command takes precedence, if there is one.
 */
export function pathOfPulumi(path = ""): string {
  const folders = path
    .split(delimiter)
    .filter((folder) => !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder));
  const names = process.platform === "win32" ? ["pulumi.exe", "pulumi.cmd"] : ["pulumi"];
  const isThere = folders.some((folder) => names.some((name) => existsSync(join(folder, name))));
  return isThere ? folders.join(delimiter) : path;
}
