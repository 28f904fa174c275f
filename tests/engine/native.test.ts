import assert from "node:assert/strict";
import * as dynamic from "pulumi-enablex";
import { getRoom, Provider, Room, type RoomArgs } from "pulumi-enablex/native";
import { offerPlugin } from "../../tools/pulumi/sandbox";
import { behindPulumi, failureOf, roomsInState, stateText, withEngine, yamlProject } from "../support/engine";

const other = { appId: `${"a".repeat(20)}beef`, appKey: "B".repeat(36) };

const oneRoom = (properties: string) => `resources:
  standup:
    type: enablex:Room
    properties: { ${properties} }
outputs:
  joinUrl: \${standup.participantUrl}
  hostUrl: \${standup.moderatorUrl}`;

describe("engine: native form in YAML", () => {
  it("a YAML program deploys with a secret host link, previews each changed property, refreshes, destroys", () =>
    withEngine(async (fixture) => {
      const { emulator, sandbox } = fixture;
      const { write, pulumi } = await yamlProject(fixture, "rooms");
      await write(oneRoom("participants: 8, sip: { enabled: true }"));
      const up = await pulumi("up", "--yes", "--skip-preview");
      assert.equal(up.code, 0, up.stdout + up.stderr);
      const [room] = emulator.rooms();
      assert.match(up.stdout, /hostUrl: \[secret\]/);
      assert.match(up.stdout, new RegExp(`joinUrl: "${emulator.meetingUrl}/${room?.room_id}"`));
      const hash = Buffer.from(`${room?.room_id}-${emulator.appId}`).toString("base64");
      assert.equal(
        (await pulumi("stack", "output", "hostUrl", "--show-secrets")).stdout.trim(),
        `${emulator.meetingUrl}/host/${hash}`,
      );
      const state = await stateText(sandbox);
      for (const secret of [
        hash,
        emulator.appId,
        emulator.appKey,
        `"${(room as { sip?: { pin?: number } } | undefined)?.sip?.pin}"`,
      ]) {
        assert.ok(
          !state.includes(secret),
          "neither links nor PIN nor the environment's credentials stand in the state",
        );
      }

      emulator.clearRequests();
      assert.match((await pulumi("up", "--yes", "--skip-preview")).stdout, /2 unchanged/);
      assert.deepEqual(emulator.requests, []);

      await write(oneRoom("participants: 9, sip: { enabled: false }, quality: HD"));
      const preview = await pulumi("preview", "--diff");
      for (const line of [/~ participants: 8 => 9/, /~ enabled: true => false/, /\+ quality *: "HD"/]) {
        assert.match(preview.stdout, line);
      }
      assert.doesNotMatch(
        preview.stdout,
        /joinUrl|hostUrl/,
        "no consumer previews a change that will not come",
      );
      await write(oneRoom("participants: 9, mode: lecture"));
      assert.match(
        (await pulumi("preview", "--diff")).stdout,
        /replace[\s\S]*~ mode *: "group" => "lecture"/,
      );

      await behindPulumi(emulator, "PATCH", `/rooms/${room?.room_id}`, { settings: { participants: 3 } });
      assert.match((await pulumi("refresh", "--yes", "--diff")).stdout, /~ participants: 8 => 3/);
      assert.equal((await pulumi("destroy", "--yes", "--skip-preview")).code, 0);
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("pulumi import returns all inputs of a room, so the next preview shows no change", () =>
    withEngine(async (fixture) => {
      const { emulator } = fixture;
      const { write, pulumi } = await yamlProject(fixture, "rooms");
      const made = await behindPulumi(emulator, "POST", "/rooms", {
        name: "Board",
        owner_ref: "office",
        settings: { participants: "5", description: "Monthly", mode: "lecture", wait_for_moderator: true },
        data: { floor: 3 },
      });
      const id = made.room.room_id;
      const imported = await pulumi("import", "enablex:index:Room", "board", id, "--yes", "--protect=false");
      assert.equal(imported.code, 0, imported.stdout + imported.stderr);
      const code = /resources:[\s\S]*/.exec(imported.stdout)?.[0].split(/\n(?=\S)/)[0];
      await write(code!);
      const preview = await pulumi("preview", "--diff", "--expect-no-changes");
      assert.equal(preview.code, 0, `${code}\n${preview.stdout}${preview.stderr}`);
      assert.deepEqual(emulator.rooms()[0]?.data, { floor: 3 }, "an import changes nothing");

      const missing = await pulumi("import", "enablex:index:Room", "x", "60af1c2e5f8b9a0012345678", "--yes");
      assert.match(missing.stdout + missing.stderr, /60af1c2e5f8b9a0012345678/);
      assert.notEqual(missing.code, 0);
      const malformed = await pulumi("import", "enablex:index:Room", "x", "../rooms", "--yes");
      assert.match(malformed.stdout + malformed.stderr, /is not a room id/);
    }));

  it("unknown inputs and missing configuration fail with one line each", () =>
    withEngine(async (fixture) => {
      const { sandbox } = fixture;
      const { write, pulumi } = await yamlProject(fixture, "rooms");
      const secrets = "moderators: { fn::secret: 4711 }, mode: { fn::secret: do-not-repeat }";
      await write(oneRoom(`participants: 0, customData: { secret: do-not-repeat }, ${secrets}`));
      const invalid = await pulumi("preview");
      assert.match(invalid.stdout, /participants: 0 is less than 1/);
      assert.match(invalid.stdout, /moderators: the value is more than 5/);
      assert.doesNotMatch(invalid.stdout + invalid.stderr, /do-not-repeat|4711|\n\s+at .*\(/);
      delete sandbox.env.ENABLEX_APP_KEY;
      await write(oneRoom("participants: 1"));
      const missing = await pulumi("preview");
      assert.match(
        missing.stdout + missing.stderr,
        /enablex:appKey[\s\S]*ENABLEX_APP_KEY|pulumi config set .*enablex:appKey/,
      );
    }));
});

describe("engine: native form in TypeScript", () => {
  it("rooms move between the dynamic and the native form without a change", () =>
    withEngine(async (fixture) => {
      const { stack, emulator } = fixture;
      await offerPlugin(fixture.sandbox);
      let form: { Room: new (name: string, args: RoomArgs) => unknown } = dynamic;
      let participants = 8;
      const dev = await stack("rooms", async () => {
        const room = new form.Room("standup", { participants, customData: { floor: 2 } }) as Room;
        new form.Room("studio", {
          participants: 2,
          sip: { enabled: true },
          liveRecording: { url: "rtmps://a/key" },
        });
        return { joinUrl: room.participantUrl, hostUrl: room.moderatorUrl };
      });
      const first = await dev.up();
      const before = emulator.rooms();

      form = { Room };
      const preview = await dev.preview({ diff: true });
      assert.deepEqual(Object.keys(preview.changeSummary), ["same"], preview.stdout);
      emulator.clearRequests();
      const moved = await dev.up();
      assert.deepEqual(moved.summary.resourceChanges, { same: 3 });
      assert.deepEqual(moved.outputs, first.outputs);
      assert.deepEqual(emulator.requests, []);
      assert.deepEqual(
        (await roomsInState(dev)).map(({ type }) => type),
        ["enablex:index:Room", "enablex:index:Room"],
      );
      await dev.refresh();
      participants = 9;
      await dev.up();
      assert.equal(emulator.rooms()[0]?.room_id, before[0]?.room_id);

      form = dynamic;
      const back = await dev.up();
      assert.deepEqual(back.outputs, first.outputs);
      assert.deepEqual(idsOf(emulator.rooms()), idsOf(before), "no room was replaced");
      await dev.refresh();
      assert.deepEqual((await dev.up()).summary.resourceChanges, { same: 3 });
      await dev.destroy();
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("one program uses two accounts, a rotated key, and never a room of another project", () =>
    withEngine(
      async (fixture) => {
        const { sandbox, emulator } = fixture;
        await offerPlugin(fixture.sandbox);
        const { apiUrl, meetingUrl } = emulator;
        const accounts = { north: { appId: emulator.appId, appKey: emulator.appKey }, south: { ...other } };
        const dev = await sandbox.stack("rooms", "dev", async () => {
          const links = Object.entries(accounts).map(([name, account]) => {
            const provider = new Provider(name, { ...account, apiUrl, meetingUrl });
            return new Room(`${name}-room`, { participants: 8 }, { provider }).participantUrl;
          });
          return { links };
        });
        const { outputs } = await dev.up();
        assert.equal(emulator.rooms().length, 1);
        assert.equal(emulator.rooms(other.appId).length, 1);
        assert.equal(outputs.links?.value.length, 2);
        const state = await stateText(sandbox);
        for (const { appId, appKey } of Object.values(accounts)) {
          assert.ok(
            !state.includes(appId) && !state.includes(appKey),
            "credentials are encrypted in the state",
          );
        }

        emulator.clearRequests();
        accounts.south.appKey = "C".repeat(36);
        const rotated = await dev.up();
        assert.deepEqual(rotated.summary.resourceChanges, { same: 4, update: 1 });
        assert.deepEqual(emulator.requests, [], "a new key changes no room");
        assert.match(await failureOf(dev.refresh()), /rejected the credentials/);

        accounts.south = { ...accounts.north };
        const said = await failureOf(dev.up());
        assert.match(said, /belongs to the project with App ID …beef/);
        assert.equal((await roomsInState(dev)).length, 2);
        assert.equal(emulator.rooms(other.appId).length, 1);
      },
      { accounts: [other] },
    ));

  it("the native functions read rooms", () =>
    withEngine(async (fixture) => {
      const { stack, emulator } = fixture;
      await offerPlugin(fixture.sandbox);
      const made = await behindPulumi(emulator, "POST", "/rooms", {
        name: "Lobby",
        owner_ref: "desk",
        settings: { participants: 5 },
      });
      const dev = await stack("reader", async () => {
        const lobby = await getRoom({ roomId: made.room.room_id });
        return {
          name: lobby.name,
          join: lobby.participantUrl,
          known: Room.get("lobby", lobby.roomId).participants,
        };
      });
      const { outputs } = await dev.up();
      assert.equal(outputs.name?.value, "Lobby");
      assert.equal(outputs.join?.value, `${emulator.meetingUrl}/${made.room.room_id}`);
      assert.equal(outputs.known?.value, 5);
    }));
});

const idsOf = (rooms: { room_id: string }[]) => rooms.map(({ room_id }) => room_id).sort();
