import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { succeeds } from "../support/packed";

const makesRoom = `
if (![Room, joinUrl, roomLinks].every((each) => typeof each === "function")) throw new Error("names");
(async () => {
  const emulator = await startEmulator();
  const config = { apiUrl: emulator.apiUrl, meetingUrl: emulator.meetingUrl, appId: emulator.appId, appKey: emulator.appKey };
  configure({ config: { get: (key) => config[key.replace("enablex:", "")] } });
  const { id } = await create({ name: "Stand-up", ownerRef: "ops", participants: 3, declaredAs: "ops/dev/standup" });
  console.log(process.version, emulator.rooms().map((room) => room.room_id === id && room.name).join());
  await emulator.close();
})();`;

/** One program in both kinds of module: it makes a room in the emulator, and tells its Node and the room's name. */
export const programs = {
  "program.mjs": `
import { Room, joinUrl, roomLinks } from "pulumi-enablex";
import { configure, create } from "pulumi-enablex/dynamic";
import { startEmulator } from "pulumi-enablex/emulator";
${makesRoom}`,
  "program.cjs": `
const { Room, joinUrl, roomLinks } = require("pulumi-enablex");
const { configure, create } = require("pulumi-enablex/dynamic");
const { startEmulator } = require("pulumi-enablex/emulator");
${makesRoom}`,
};

/** Runs a program in a folder, and gives what it said. */
export async function runs(
  folder: string,
  file: string,
  text: string,
  node = process.execPath,
): Promise<string> {
  await writeFile(join(folder, file), text);
  return (await succeeds(node, [file], { cwd: folder })).stdout.trim();
}
