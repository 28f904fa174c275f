/** What one check found. */
export interface Finding {
  /** What was looked at: `Node.js`, `enablex:appId`. */
  check: string;
  /** `skipped` is a check that needs what another one found missing. */
  status: "ok" | "warning" | "failure" | "skipped";
  /** What was found, in one line. */
  says: string;
  /** The line that mends it, to be run in a shell. */
  mend?: string;
}

/**
 * The line that looks once more, where nothing on this machine mends it.
 *
 * @param of what follows it so that it means the stack
 */
export const again = (of: string): string => `npx pulumi-enablex doctor${of}`;

export const ok = (check: string, says: string): Finding => ({ check, status: "ok", says });

export const warning = (check: string, says: string, mend: string): Finding => ({
  check,
  status: "warning",
  says,
  mend,
});

export const failure = (check: string, says: string, mend: string): Finding => ({
  check,
  status: "failure",
  says,
  mend,
});

export const skipped = (check: string, says: string): Finding => ({ check, status: "skipped", says });
