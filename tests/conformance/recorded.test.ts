import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withPlugin } from "../support/plugin";
import type { Json } from "../support/protocol";
import { bothFormsConform, type Case } from "./conform";
import { providerText } from "./front-ends";

interface Recorded {
  urn: string;
  type: string;
  id: string;
  inputs: Json;
  outputs: Json;
}

/** States of rooms of the dynamic form, by version. */
const folder = join(__dirname, "states");
const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
const records = files.map((file) => ({
  file,
  resources: plain(JSON.parse(readFileSync(join(folder, file), "utf8"))) as Recorded[],
}));
const isRoom = ({ type }: Recorded) => type.endsWith(":Room");

bothFormsConform(
  "rooms that the dynamic form created",
  Object.fromEntries(
    records.flatMap(({ file, resources }) =>
      resources.filter(isRoom).map((room): [string, Case] => [
        `are unchanged: ${room.urn.split("::").at(-1)} of ${file}`,
        async (rooms) => {
          const { __provider, ...inputs } = room.inputs;
          assert.equal(__provider, providerText);
          assert.equal(room.outputs.__provider, providerText);
          // A program has the state's inputs, except those that the class Room and the provider set.
          const { declaredAs, whenEnded, ...given } = inputs;
          const program = { ...given, ...(whenEnded !== "recreate" && { whenEnded }) };
          assert.deepEqual(await rooms.check("renamed", program, room.inputs), { inputs, failures: [] });
          assert.deepEqual(await rooms.diff(room.id, room.outputs, inputs), { changes: false, replaces: [] });
          await rooms.delete(room.id, room.outputs);
        },
      ]),
    ),
  ),
);

describe("the configuration that the dynamic form kept", () => {
  for (const { file, resources } of records) {
    it(`equals the plugin's: ${file}`, () =>
      withPlugin({}, async (provider) => {
        const { inputs } = resources.find((resource) => !isRoom(resource))!;
        const own = Object.entries(inputs).filter(([key]) => key.startsWith("enablex:"));
        const config = Object.fromEntries(own.map(([key, value]) => [key.replace("enablex:", ""), value]));
        assert.ok(config.appId && config.accounts);
        const { changes, replaces } = await provider.diffConfig(inputs, config);
        assert.deepEqual({ changes, replaces }, { changes: false, replaces: [] });
      }));
  }
});

/** A part of an exported state without secret markers. */
function plain(value: any): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.plaintext === "string") return JSON.parse(value.plaintext);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}
