import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { succeeds } from "../support/packed";

const createsRoom = `
if (![Room, joinUrl, roomLinks].every((each) => typeof each === "function")) throw new Error("names");
(async () => {
  const emulator = await startEmulator();
  const config = { apiUrl: emulator.apiUrl, meetingUrl: emulator.meetingUrl, appId: emulator.appId, appKey: emulator.appKey };
  configure({ config: { get: (key) => config[key.replace("enablex:", "")] } });
  const { id } = await create({ name: "Stand-up", ownerRef: "ops", participants: 3, declaredAs: "ops/dev/standup" });
  console.log(process.version, emulator.rooms().map((room) => room.room_id === id && room.name).join());
  await emulator.close();
})();`;

/** A program as ES module and CommonJS. It creates a room and prints the version of Node.js and the name. */
export const programs = {
  "program.mjs": `
import { Room, joinUrl, roomLinks } from "pulumi-enablex";
import { configure, create } from "pulumi-enablex/dynamic";
import { startEmulator } from "pulumi-enablex/emulator";
${createsRoom}`,
  "program.cjs": `
const { Room, joinUrl, roomLinks } = require("pulumi-enablex");
const { configure, create } = require("pulumi-enablex/dynamic");
const { startEmulator } = require("pulumi-enablex/emulator");
${createsRoom}`,
};

/** Runs a program in a folder and returns its output. */
export async function runs(
  folder: string,
  file: string,
  text: string,
  node = process.execPath,
): Promise<string> {
  await writeFile(join(folder, file), text);
  return (await succeeds(node, [file], { cwd: folder })).stdout.trim();
}
