import { parseArgs } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation";
import { type Emulator, startEmulator } from "pulumi-enablex/emulator";
import { findEngine } from "../tools/pulumi/find-engine";
import { configurationFor, openSandbox, type Sandbox } from "../tools/pulumi/sandbox";
import { counted, engineSays, linksTable, say, step } from "./print";
import { type Choices, rooms, website } from "./programs";

/**
 * The full workflow on this machine: a real Pulumi engine deploys rooms to the emulator of the rooms API, a second stack
 * uses their links, an input changes, a room deleted out of band is recovered, and everything is destroyed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      "show-secrets": { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
    },
  });
  step("1. A Pulumi engine, and the rooms API on this machine");
  const engine = await findEngine((line) => say(`  ${line}`));
  say(`  Pulumi ${engine.version}, ${engine.command}`);
  await using emulator = await startEmulator();
  say(`  The emulator of the rooms API runs on ${emulator.url}`);
  await using sandbox = await openSandbox(engine);

  const stacks = await story(sandbox, emulator, values["show-secrets"]);
  // Without await, `using` would close its resources immediately.
  if (values.keep) return await keep(sandbox, emulator);

  step("9. Destroy everything");
  for (const [name, stack] of Object.entries(stacks)) {
    say(`  ${name}: ${counted((await stack.destroy()).summary.resourceChanges)}`);
  }
  say(`  Rooms left in the API: ${emulator.rooms().length}`);
  step("What happened");
  const sent = emulator.requests.map(({ method }) => method);
  const count = (method: string) => sent.filter((each) => each === method).length;
  say(
    `  Pulumi created ${count("POST")} rooms, sent ${count("PATCH")} update, read a room ${count("GET")} times and deleted ${count("DELETE") - 1}; ` +
      "one was deleted out of band. Nothing is left except the engine's cache.",
  );
}

async function story(sandbox: Sandbox, emulator: Emulator, showSecrets: boolean) {
  const choices: Choices = { participants: 8, classStart: tomorrowAtNine() };
  const config = configurationFor(emulator);
  const roomsStack = await sandbox.stack("rooms", "dev", async () => rooms(choices)(), config);

  step("2. Preview: three rooms, one of each kind");
  engineSays((await roomsStack.preview()).stdout);

  step("3. Deploy them");
  const deployed = await roomsStack.up();
  say(`  ${counted(deployed.summary.resourceChanges)}: three rooms, and the stack itself`);
  linksTable(deployed.outputs, showSecrets);

  step("4. A second stack reads the links through a StackReference");
  const websiteStack = await sandbox.stack("website", "dev", website("organization/rooms/dev"));
  const { outputs } = await websiteStack.up();
  say(`  page: ${outputs.page?.value}`);
  say(
    `  hostLink: ${showSecrets ? outputs.hostLink?.value : `[${outputs.hostLink?.secret ? "secret" : "NOT SECRET"}]`}`,
  );

  step("5. Change one field: 12 seats for the stand-up");
  choices.participants = 12;
  engineSays((await roomsStack.preview({ diff: true })).stdout);
  say(`  deployed: ${counted((await roomsStack.up()).summary.resourceChanges)}`);

  step("6. Deploy again: nothing changes");
  await unchanged(roomsStack);

  step("7. Somebody deletes the stand-up behind Pulumi's back");
  const gone = emulator.rooms().find(({ name }) => name === "Daily stand-up")!;
  await deleteBehindPulumi(emulator, gone.room_id);
  say(`  refresh: ${counted((await roomsStack.refresh()).summary.resourceChanges)}`);

  step("8. Repair: the next deployment creates it again");
  const repaired = await roomsStack.up();
  say(`  ${counted(repaired.summary.resourceChanges)}`);
  linksTable(repaired.outputs, showSecrets);
  await websiteStack.up();
  say("  The website's next deployment uses the new link.");
  // In the order in which they must be destroyed.
  return { website: websiteStack, rooms: roomsStack };
}

async function unchanged(stack: Stack): Promise<void> {
  const { resourceChanges } = (await stack.up()).summary;
  say(`  ${counted(resourceChanges)}`);
  const others = Object.keys(resourceChanges ?? {}).filter((change) => change !== "same");
  if (others.length > 0) throw new Error(`A deployment without a change did: ${others.join(", ")}`);
}

async function deleteBehindPulumi({ apiUrl, appId, appKey }: Emulator, roomId: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${appId}:${appKey}`).toString("base64")}`;
  const answer = await fetch(`${apiUrl}/rooms/${roomId}`, { method: "DELETE", headers: { authorization } });
  say(`  DELETE of room ${roomId}, out of band: HTTP ${answer.status}`);
}

/** Keeps everything running until Ctrl-C and prints how to use it. */
async function keep(sandbox: Sandbox, emulator: Emulator): Promise<void> {
  step("The emulator and the stacks stay until Ctrl-C");
  say(
    `  Meetings:  ${emulator
      .rooms()
      .map(({ room_id }) => `${emulator.url}/${room_id}`)
      .join("\n             ")}`,
  );
  say("  Stacks, from another terminal:");
  for (const key of ["PULUMI_HOME", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"]) {
    say(`    export ${key}=${sandbox.env[key]}`);
  }
  say("    pulumi stack output rooms --stack organization/rooms/dev");
  await new Promise(() => {}); // The emulator's server keeps the process alive; a signal ends it.
}

function tomorrowAtNine(): string {
  const day = new Date(Date.now() + 24 * 3600_000).toISOString().slice(0, 10);
  return `${day}T09:00:00+05:30`;
}

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  process.once(signal, () => process.exit(code));
main().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
