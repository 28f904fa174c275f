import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { roomLinks } from "pulumi-enablex";
import { RoomSet, type RoomSetArgs } from "pulumi-enablex/native";
import { offerPlugin } from "../../tools/pulumi/sandbox";
import { runCommand } from "../support/command";
import { behindPulumi, failureOf, stateText, withEngine, yamlProject } from "../support/engine";

type Rooms = Extract<RoomSetArgs["rooms"], Record<string, unknown>>;

/** The requests that changed something. */
const changesIn = ({ requests }: { requests: readonly { method: string }[] }) =>
  requests.map(({ method }) => method).filter((method) => method !== "GET");

describe("engine: RoomSet", () => {
  it("a RoomSet grows by one room, keeps the other links known, and another stack reads its links", () =>
    withEngine(async (fixture) => {
      const { stack, emulator, sandbox } = fixture;
      await offerPlugin(sandbox);
      const secrets = {
        sip: { enabled: true },
        liveRecording: { url: "rtmps://live.example.com/stream-key" },
      };
      let rooms: Rooms = { "math-101": {}, art: { participants: 5, mode: "lecture", ...secrets } };
      const school = await stack("school", async () => {
        const set = new RoomSet("timetable", { defaults: { participants: 30 }, rooms });
        const { links, moderatorUrls: hosts, sipPins, liveRecordings } = set;
        return { math: set.rooms["math-101"]!.participantUrl, links, hosts, sipPins, liveRecordings };
      });
      const { outputs } = await school.up();
      const math = emulator.rooms().find(({ name }) => name === "math-101")!;
      const hash = Buffer.from(`${math.room_id}-${emulator.appId}`).toString("base64");
      assert.deepEqual(outputs.math, { value: `${emulator.meetingUrl}/${math.room_id}`, secret: false });
      assert.equal(outputs.hosts?.secret, true);
      assert.equal(outputs.hosts?.value["math-101"], `${emulator.meetingUrl}/host/${hash}`);
      const pins = { art: String(emulator.rooms().find(({ name }) => name === "art")!.sip!.pin) };
      assert.deepEqual(outputs.sipPins, { value: pins, secret: true });
      assert.deepEqual(outputs.liveRecordings, { value: { art: secrets.liveRecording }, secret: true });
      const state = await stateText(sandbox);
      for (const secret of [hash, "stream-key", `"${pins.art}"`]) assert.ok(!state.includes(secret), secret);

      const website = await stack("website", async () => {
        const links = roomLinks(new pulumi.StackReference("organization/school/dev"), "links");
        return { join: links["math-101"]!.participantUrl, host: links["math-101"]!.moderatorUrl };
      });
      const shown = (await website.up()).outputs;
      assert.deepEqual(shown.join, outputs.math);
      assert.deepEqual(shown.host, { value: outputs.hosts?.value["math-101"], secret: true });

      emulator.clearRequests();
      assert.deepEqual((await school.up()).summary.resourceChanges, { same: 2 });
      assert.deepEqual(emulator.requests, []);

      rooms = { ...rooms, lab: { participants: 3 } };
      const preview = await school.preview({ diff: true });
      assert.match(preview.stdout, /\+ lab\s*: \{/);
      assert.doesNotMatch(preview.stdout, /math-101/, "nothing of the others changes");
      assert.doesNotMatch(preview.stdout, /~ math|\bmath *:/, "the link of a room that stays is known");
      await school.up();
      assert.deepEqual(changesIn(emulator), ["POST"]);

      await behindPulumi(emulator, "DELETE", `/rooms/${math.room_id}`);
      await school.refresh();
      await school.up();
      assert.notEqual(emulator.rooms().find(({ name }) => name === "math-101")?.room_id, math.room_id);
      assert.equal(emulator.rooms().length, 3);

      const where = { cwd: join(sandbox.folder, "school"), env: sandbox.env };
      const orphans = await runCommand(["orphans", "--stack", "dev"], where);
      assert.match(orphans.stdout, /No orphans/, orphans.stderr);

      await school.destroy();
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("a RoomSet keeps created rooms when others fail, names each failure, and resumes with the next up", () =>
    withEngine(
      async ({ stack, emulator, sandbox }) => {
        await offerPlugin(sandbox);
        let participants = 51;
        const count = 1_000;
        const school = await stack(
          "school",
          async () => {
            const rooms = Array.from({ length: count }, (_, i) => [`class-${i}`, {}] as const);
            const set = new RoomSet("timetable", {
              defaults: { participants: 5 },
              rooms: {
                ...Object.fromEntries(rooms),
                "large.1": { participants },
                "large.2": { participants },
              },
            });
            return { first: set.rooms["class-0"]!.participantUrl };
          },
          { "enablex:maxInFlight": { value: "64" } },
        );
        const failure = await failureOf(school.up());
        assert.match(failure, /rooms\["large\.1"\]: Creating/);
        assert.match(failure, /rooms\["large\.2"\]: Creating/);
        assert.equal(emulator.rooms().length, count);

        participants = 50;
        emulator.clearRequests();
        await school.up();
        assert.deepEqual(
          changesIn(emulator),
          ["POST", "POST"],
          "none of the others is touched or made again",
        );
        await school.destroy();
        assert.deepEqual(emulator.rooms(), []);
      },
      { behaviour: { maxParticipants: 50 } },
    ));

  it("a YAML RoomSet exports its links, and an invalid one fails with the path of the property", () =>
    withEngine(async (fixture) => {
      const { emulator } = fixture;
      const { write, pulumi: command } = await yamlProject(fixture, "school");
      const program = (rooms: string) => `resources:
  timetable:
    type: enablex:RoomSet
    properties: { defaults: { participants: 30 }, rooms: ${rooms} }
outputs:
  math: \${timetable.rooms["math-101"].participantUrl}
  hosts: \${timetable.moderatorUrls}`;
      await write(program('{ "math-101": { participants: 0 }, art: { moderators: 9 } }'));
      const refused = await command("up", "--yes", "--skip-preview");
      assert.match(refused.stdout, /rooms\["math-101"\]\.participants: 0 is less than 1/);
      assert.match(refused.stdout, /rooms\.art\.moderators: 9 is more than 5/);
      await write(program('{ "math-101": { knock: true }, art: { sip: { enabled: true } } }'));
      const up = await command("up", "--yes", "--skip-preview");
      assert.equal(up.code, 0, up.stdout + up.stderr);
      const math = emulator.rooms().find(({ name }) => name === "math-101")!;
      assert.match(up.stdout, new RegExp(`math *: "${emulator.meetingUrl}/${math.room_id}"`));
      assert.match(up.stdout, /hosts: \[secret\]/);
      assert.equal((await command("destroy", "--yes", "--skip-preview")).code, 0);
      assert.deepEqual(emulator.rooms(), []);
    }));
});
