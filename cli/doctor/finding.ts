export interface Finding {
  /** `skipped`: the check lacks something that it needs. */
  status: "ok" | "warning" | "failure" | "skipped";
  /** One line. */
  message: string;
  /** The shell command that fixes it. */
  fix?: string;
  /** What was checked, such as `enablex:appId`. @default the check's title */
  check?: string;
}

export const ok = (message: string): Finding => ({ status: "ok", message });
export const warning = (message: string, fix: string): Finding => ({ status: "warning", message, fix });
export const failure = (message: string, fix: string): Finding => ({ status: "failure", message, fix });
export const skipped = (message: string): Finding => ({ status: "skipped", message });

/** The fix for a problem that cannot be fixed on this machine: run doctor again. */
export const rerunDoctor = (stackFlag: string): string => `npx pulumi-enablex doctor${stackFlag}`;

/** The first three names. */
export const firstNames = (names: string[]): string =>
  `${names.slice(0, 3).join(", ")}${names.length > 3 ? " and more" : ""}`;
