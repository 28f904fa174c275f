import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Room } from "pulumi-enablex";
import { onStage } from "../engine/stage";
import { everything } from "./samples";

/**
 * Writes down what a real engine keeps of rooms of the dynamic form: `npx tsx tests/conformance/record-states.ts`
 * and `npm run format`. Run it once for a version that is released; every later version must read what it wrote.
 */
const { version } = require("../../package.json") as { version: string };

onStage(
  async ({ stack }) => {
    const dev = await stack(
      "rooms",
      async () => {
        new Room("standup", { participants: 8 });
        new Room("math", everything as never);
        new Room("call", { kind: "adhoc", participants: 2, whenEnded: "keep", customData: { team: "ops" } });
        new Room("board", { participants: 4, account: "other", sip: { enabled: false } });
      },
      {
        "enablex:meetingUrl": { value: "https://meet.example.com" },
        "enablex:accounts": { value: JSON.stringify({ other }), secret: true },
      },
    );
    await dev.up();
    const { resources } = (await dev.exportStack()).deployment;
    const kept = resources
      .filter(({ type }: { type: string }) => /:Room$|^pulumi:providers:/.test(type))
      .map(({ urn, type, id, inputs, outputs }: Record<string, unknown>) => ({
        urn,
        type,
        id,
        inputs,
        outputs,
      }));
    const file = join(__dirname, "states", `dynamic-${version}.json`);
    writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
    await dev.destroy();
  },
  { accounts: [{ appId: "a".repeat(24), appKey: "B".repeat(36) }] },
);

const other = { appId: "a".repeat(24), appKey: "B".repeat(36) };
