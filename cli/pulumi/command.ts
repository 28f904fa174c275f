import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Runs the `pulumi` command and returns its output. */
export type Pulumi = (args: string[]) => Promise<string>;

/** Failures that the code distinguishes. */
export type PulumiErrorKind = keyof typeof errorPatterns | "other";

/** Pulumi's CLI only identifies failures by text. The text is matched only here. */
const errorPatterns = {
  noLogin: /^PULUMI_ACCESS_TOKEN must be set /,
  noFolder: /unable to open/,
  noProject: /project file found|fully qualified/,
  noStack: /no stack (selected|named)/,
  emptyFile: /checkpoint: EOF/,
  passphrase: /passphrase/i,
};

/** The `pulumi` command failed, or is missing. */
export class PulumiError extends Error {
  readonly kind: PulumiErrorKind;

  constructor(
    args: string[],
    /** Last line of the error output. */
    readonly reason: string,
  ) {
    super(`pulumi ${args.slice(0, 2).join(" ")} failed: ${reason}`);
    const kinds = Object.keys(errorPatterns) as (keyof typeof errorPatterns)[];
    this.kind = kinds.find((kind) => errorPatterns[kind].test(reason)) ?? "other";
  }
}

/** Kind and reason of any error. */
export const failureOf = (error: unknown): { kind: PulumiErrorKind; reason: string } =>
  error instanceof PulumiError ? error : { kind: "other", reason: (error as Error).message };

/** Arguments that name a stack; none for the selected stack. */
export const stackArgs = (name: string | undefined): string[] =>
  name === undefined ? [] : ["--stack", name];

/** Runs `pulumi` without a shell. @throws PulumiError */
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
 * The PATH on which to look for `pulumi`. npx prepends the commands of installed packages, including the package
 * `pulumi`, which downloads its own engine. The user's own command takes precedence.
 */
export function pathOfPulumi(path = ""): string {
  const folders = path
    .split(delimiter)
    .filter((folder) => !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder));
  const names = process.platform === "win32" ? ["pulumi.exe", "pulumi.cmd"] : ["pulumi"];
  const isThere = folders.some((folder) => names.some((name) => existsSync(join(folder, name))));
  return isThere ? folders.join(delimiter) : path;
}
