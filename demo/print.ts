import type { OutputMap } from "@pulumi/pulumi/automation";

const bold = (text: string) => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);

export const say = (line: string) => console.log(line);

/** The headline of a step. */
export const step = (text: string) => console.log(`\n${bold(text)}`);

/** The engine's output without its note about the location of the provider's host. */
export function engineSays(text: string): void {
  for (const line of withoutRemark(text.split("\n").filter((each) => each.trim() !== ""))) say(`  │ ${line}`);
}

/** Also removes the note's count, and headings that have nothing else below them. */
function withoutRemark(lines: string[]): string[] {
  const others = lines.filter((line) => !/from \$PATH at/.test(line));
  if (others.length === lines.length) return lines;
  const kept: string[] = [];
  for (const line of others.toReversed()) {
    const isHeading = /^(Diagnostics:| {2}\S+ \(\S+\):)$/.test(line);
    if (isHeading && indentOf(kept[0] ?? "") <= indentOf(line)) continue;
    kept.unshift(line.replace(/ 1 warning$/, ""));
  }
  return kept;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** `1 created, 2 unchanged`, from the engine's summary. */
export function counted(changes: Record<string, number | undefined> | undefined): string {
  const words: Record<string, string> = {
    create: "created",
    update: "updated",
    delete: "deleted",
    replace: "replaced",
    same: "unchanged",
    discard: "forgotten",
  };
  return Object.entries(changes ?? {})
    .map(([change, count]) => `${count} ${words[change] ?? change}`)
    .join(", ");
}

/** A table of rooms with their links. Moderator links are hidden unless requested. */
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
