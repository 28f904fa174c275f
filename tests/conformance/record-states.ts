import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { offerPlugin } from "../../tools/pulumi/sandbox";
import { withEngine } from "../support/engine";
import { everyForm, everyFormConfig, makeExistingRooms, otherAccount, passphrase } from "./every-form";

/**
 * Records the state and the emulator's rooms after a real engine deployed every form of room:
 * `npm run build`, `npx tsx tests/conformance/record-states.ts` and `npm run format`. Run it once for each released
 * version, on its commit; every later version must read what it wrote.
 */
const { version } = require("../../package.json") as { version: string };
const folder = join(__dirname, "states", version);
const data = join(folder, "rooms.json");
mkdirSync(folder, { recursive: true });
rmSync(data, { force: true });

withEngine(
  async ({ stack, emulator, sandbox }) => {
    await offerPlugin(sandbox);
    await makeExistingRooms(emulator);
    const dev = await stack("rooms", everyForm(emulator), everyFormConfig);
    await dev.up();
    const exported = JSON.stringify(await dev.exportStack(), withoutPlaces, 2);
    // The next emulator listens on another port.
    const text = exported.replaceAll(`127.0.0.1:${emulator.port}`, "127.0.0.1:PORT");
    writeFileSync(join(folder, "state.json"), `${text}\n`);
  },
  { accounts: [otherAccount], data, passphrase },
);

/** Removes source positions, which contain paths of the recording machine. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === "stackTrace" || key === "sourcePosition" ? undefined : value;
}
