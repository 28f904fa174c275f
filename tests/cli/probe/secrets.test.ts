import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fetch } from "../../../provider/api/transport";
import { runProbe, withProbe } from "./setup";

/** A service that repeats credentials, ids and links wherever it can. */
const gossip =
  (fetch: Fetch, secrets: () => string[]): Fetch =>
  async (url, init) => {
    const answer = await fetch(url, init);
    const text = (await answer.text()).replace(/^\{/, () => {
      const all = secrets().map((secret) => [secret, secret]);
      return `${JSON.stringify({ ...Object.fromEntries(all), desc: secrets().join(" ") }).slice(0, -1)},`;
    });
    const loud = text
      .replace(/"desc":""/, `"desc":${JSON.stringify(secrets().join(" "))}`)
      .replace(/"sip":\{/, `"sip":{"${secrets()[0]}":"${secrets()[0]}",`);
    const get = (name: string) => (name === "link" ? secrets().join() : answer.headers.get(name));
    return { status: answer.status, headers: { get }, text: async () => loud };
  };

describe("probe: the report", () => {
  it("contains no credential, App ID, room id or link, whatever the service repeats", async () => {
    const folder = await mkdtemp(join(tmpdir(), "probe-"));
    try {
      await withProbe(async (setup) => {
        const ids = new Set<string>();
        const { appId, appKey, meetingUrl, port } = setup.emulator;
        const secrets = () => [
          ...[appId, appKey, Buffer.from(`${appId}:${appKey}`).toString("base64")],
          ...setup.emulator
            .rooms()
            .flatMap(({ room_id }) => [
              room_id,
              `${meetingUrl}/${room_id}`,
              `${meetingUrl}/host/${Buffer.from(`${room_id}-${appId}`).toString("base64")}`,
            ]),
        ];
        const inner: Fetch = async (url, init) => {
          const answer = await setup.context.fetch(url, init);
          for (const { room_id } of setup.emulator.rooms()) ids.add(room_id);
          return answer;
        };
        for (const behaviour of [{}, { errorStyle: "error_code" }, { unknownKeys: "refuse" }] as object[]) {
          setup.emulator.setBehaviour(behaviour);
          const file = join(folder, "report.json");
          const { out, code } = await runProbe(
            setup,
            { report: file, wait: true, links: true },
            { environment: { fetch: gossip(inner, secrets) } },
          );
          assert.ok(code < 2 || out.includes("unknown"), out);
          assert.ok(ids.size > 5);
          for (const text of [await readFile(file, "utf8"), out])
            for (const secret of [...secrets(), ...ids, "/host/", `:${port}`, setup.context.nonce!])
              assert.ok(!text.includes(secret), `${secret} is in ${text}`);
        }
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
