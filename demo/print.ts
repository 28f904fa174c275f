import type { OutputMap } from "@pulumi/pulumi/automation";

const bold = (text: string) => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);

export const say = (line: string) => console.log(line);

/** The headline of a step. */
export const step = (text: string) => console.log(`\n${bold(text)}`);

/** What the engine printed, without its remark on where it found the provider's host. */
export function engineSays(text: string): void {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/from \$PATH at/.test(line));
  for (const line of lines) console.log(`  │ ${line}`);
}

/** `1 created, 2 unchanged`, from the engine's own count. */
export function counted(changes: Record<string, number | undefined> | undefined): string {
  const words: Record<string, string> = {
    create: "created",
    update: "updated",
    delete: "deleted",
    replace: "replaced",
    same: "unchanged",
  };
  return Object.entries(changes ?? {})
    .map(([change, count]) => `${count} ${words[change] ?? change}`)
    .join(", ");
}

/** A table of rooms with their links; the moderators' are hidden unless they are asked for. */
export function linksTable(outputs: OutputMap, showSecrets: boolean): void {
  const links = outputs.rooms?.value as Record<string, { participantUrl: string; moderatorUrl: string }>;
  const rows = Object.entries(links).map(([name, { participantUrl, moderatorUrl }]) => [
    name,
    participantUrl,
    showSecrets ? moderatorUrl : "[secret]",
  ]);
  const header = ["room", "participants join at", "moderators join at"];
  const widths = header.map((title, i) =>
    Math.max(...[header, ...rows].map((row) => (i < 2 ? row[i]!.length : 0)), title.length),
  );
  for (const row of [header, widths.map((width) => "─".repeat(width)), ...rows]) {
    console.log(
      `  ${row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .trimEnd()}`,
    );
  }
}
