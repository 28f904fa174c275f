import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { behindPulumi } from "../engine/stage";
import { blocksOf, pages } from "./pages";
import type { Follower } from "./shell";
import { done, onPage } from "./walk";

const standup = "resources: { standup: { type: enablex:Room, properties: { participants: 8 } } }";
const withOutputs = `${standup}
outputs: { joinUrl: "\${standup.participantUrl}", hostUrl: "\${standup.moderatorUrl}" }`;

describe("documentation: shell lines", () => {
  onPage("README.md", async ({ types, skips, reachesTheEnd, write, emulator }) => {
    // The tests of getting started run these three.
    skips("npm ci && npm pack");
    skips("npm install @pulumi/pulumi <path to>/pulumi-enablex-0.1.0.tgz");
    skips("npm install --save-dev typescript@5.9 @types/node@20");
    await write(standup);
    await setsCredentials(types, emulator);
    assert.match(await types("pulumi up"), /\+ 2 created/);
    skips("npm ci && npm run demo"); // CI runs it.
    reachesTheEnd();
  });

  onPage("examples/README.md", async ({ types, skips, reachesTheEnd, sandbox, shell }) => {
    skips("npm ci");
    const state = pathToFileURL(join(sandbox.folder, "state")).href;
    await types("pulumi login --local", { put: { "--local": state } });
    await types("export PULUMI_CONFIG_PASSPHRASE=choose-one");
    skips("npx pulumi-enablex emulator");
    await using emulator = await shell.start("npx pulumi-enablex emulator --port 0", /appKey/);
    assert.match(emulator.printed, /(?:pulumi config set .*\s+){4}/);
    reachesTheEnd();
  });

  onPage("docs/real-account.md", async ({ types, reachesTheEnd, write, shell, emulator }) => {
    await write(withOutputs);
    await types("pulumi stack init prod");
    await setsCredentials(types, emulator);
    await types("pulumi config set enablex:edition lite");
    await types("pulumi config set enablex:platform smartfloMeet");
    await types("pulumi config set enablex:apiUrl https://api.example.com/video/v1");
    await types("pulumi config set enablex:meetingUrl https://meet.example.com");
    // From here on, the environment configures the emulator.
    await types("pulumi config rm enablex:apiUrl");
    await types("pulumi config rm enablex:meetingUrl");
    assert.match(await types("pulumi preview"), /\+ 2 to create/);
    await types("pulumi up");
    const hostUrl = await types("pulumi stack output hostUrl --show-secrets");
    reachesTheEnd();
    assert.ok(hostUrl.startsWith(`${emulator.meetingUrl}/host/`), hostUrl);
    const settings = await readFile(join(shell.folder, "Pulumi.prod.yaml"), "utf8");
    assert.match(settings, /enablex:appId:\s+secure: .*enablex:appKey:\s+secure: /s);
    for (const line of ["edition: lite", "platform: smartfloMeet", "subdomain: acme"])
      assert.ok(
        settings.includes(`  enablex:${line}
`),
        settings,
      );
  });

  onPage("docs/installation-configuration.md", async ({ types, skips, reachesTheEnd, shell, emulator }) => {
    skips("npm install pulumi-enablex");
    // The tests of docs/other-languages.md run these.
    for (const language of ["Python", "Go", "YAML"]) {
      skips("npm install pulumi-enablex");
      if (language !== "YAML") skips("pulumi package add ./node_modules/pulumi-enablex");
    }
    await setsCredentials(types, emulator);
    await types("export ENABLEX_APP_ID=…");
    await types("export ENABLEX_APP_KEY=…");
    await types("export ENABLEX_SUBDOMAIN=acme");
    reachesTheEnd();
    assert.equal((await shell.run("pulumi config get enablex:appKey")).stdout.trim(), emulator.appKey);
    assert.equal((await shell.run('echo "$ENABLEX_SUBDOMAIN"')).stdout.trim(), "acme");
  });

  onPage("docs/guides/several-accounts.md", async ({ types, reachesTheEnd, shell }) => {
    const page = pages().find(({ path }) => path === "docs/guides/several-accounts.md")!;
    const accounts = blocksOf(page).find(({ language }) => language === "json")!.text;
    await writeFile(join(shell.folder, "accounts.json"), accounts);
    await types("pulumi config set --secret enablex:accounts < accounts.json");
    await types("rm accounts.json");
    reachesTheEnd();
    const { stdout } = await shell.run("pulumi config get enablex:accounts");
    assert.deepEqual(JSON.parse(stdout), JSON.parse(accounts));
  });

  onPage("docs/guides/secrets.md", async ({ types, reachesTheEnd, write, shell, emulator }) => {
    await write(standup);
    await done(shell, "pulumi stack init prod && pulumi up");
    const before = emulator.rooms();
    assert.equal(before.length, 1);
    await types("pulumi config set --secret enablex:appKey", { typed: emulator.appKey });
    await types("pulumi up");
    await types("pulumi refresh --run-program");
    assert.deepEqual(emulator.rooms(), before);
    await types(
      'pulumi up --replace "urn:pulumi:prod::meetings::pulumi-nodejs:dynamic/enablex:Room::standup"',
      { put: { "pulumi-nodejs:dynamic/enablex:Room": "enablex:index:Room" } },
    );
    reachesTheEnd();
    assert.equal(emulator.rooms().length, 1);
    assert.notEqual(emulator.rooms()[0]?.room_id, before[0]?.room_id);
  });

  onPage("docs/guides/existing-rooms.md", async ({ types, typesInline, reachesTheEnd, write, emulator }) => {
    const townHall = { name: "Town hall", owner_ref: "facilities", settings: { participants: "50" } };
    const { room } = await behindPulumi(emulator, "POST", "/rooms", townHall);
    const program = (adopt: string) =>
      `resources: { hall: { type: enablex:Room, properties: { ${adopt} name: Town hall, ownerRef: facilities, participants: 50 } } }`;
    await write(program(`adoptRoomId: "${room.room_id}",`));
    await types("pulumi up");
    reachesTheEnd();
    await write(program(""));
    emulator.clearRequests();
    await typesInline("pulumi up");
    assert.deepEqual(emulator.requests, []);
    assert.deepEqual(
      emulator.rooms().map(({ room_id }) => room_id),
      [room.room_id],
    );
  });

  onPage("docs/join-sheets.md", async ({ types, skips, reachesTheEnd, write, shell }) => {
    await write(`resources:
  maths:
    type: enablex:Room
    properties:
      { name: Mathematics 101, kind: scheduled, scheduledTime: "2035-12-01T09:00:00Z", durationMinutes: 60, participants: 30 }`);
    await done(shell, "pulumi up");
    // Its output depends on the account; the command's own tests check it.
    skips("npx pulumi-enablex links --stack prod");
    await types("npx pulumi-enablex links --format html > rooms.html");
    await types("npx pulumi-enablex links --format ics > rooms.ics");
    reachesTheEnd();
    assert.match(
      await readFile(join(shell.folder, "rooms.html"), "utf8"),
      /^<!doctype html>.*Mathematics 101/is,
    );
    assert.match(
      await readFile(join(shell.folder, "rooms.ics"), "utf8"),
      /^BEGIN:VCALENDAR.*SUMMARY:Mathematics 101/s,
    );
  });

  onPage("docs/reliability.md", async ({ types, reachesTheEnd, write, shell, emulator }) => {
    await write(standup);
    await done(shell, "pulumi up");
    const orphan = emulator.rooms()[0]!.room_id;
    await types("pulumi cancel");
    await done(shell, "pulumi state delete urn:pulumi:dev::meetings::enablex:index:Room::standup");
    assert.ok((await types("npx pulumi-enablex orphans", { code: 1 })).includes(orphan));
    await types("npx pulumi-enablex orphans --delete <id> …", { put: { "<id> …": `${orphan} --yes` } });
    assert.deepEqual(emulator.rooms(), []);
    assert.match(await types("npx pulumi-enablex orphans --delete --all"), /No orphan/);

    await done(shell, "pulumi up");
    const forget = () =>
      done(shell, "pulumi state delete urn:pulumi:dev::meetings::enablex:index:Room::standup --force");
    await forget();
    await types("npx pulumi-enablex orphans --import-file rooms.json");
    await types("pulumi import --file rooms.json");
    await forget();
    const release = "npx pulumi-enablex orphans --adopt-file adopt.json";
    assert.match(await types(release, { put: { "adopt.json": "adopt.json --yes" } }), /1 room released/);
    reachesTheEnd();
  });

  onPage("docs/emulator.md", async ({ types, skips, reachesTheEnd, emulator }) => {
    const put = { "http://127.0.0.1:8480": emulator.url };
    const before = emulator.now().getTime();
    // The command's own tests run it.
    skips("npx pulumi-enablex emulator");
    assert.match(await types("curl http://127.0.0.1:8480/_emulator/state", { put }), /"faults"/);
    await types(`curl -X PUT http://127.0.0.1:8480/_emulator/time -d '{"advance": 900000}'`, { put });
    await types(`curl -X PUT http://127.0.0.1:8480/_emulator/faults -d '{"lostAnswer": 0.1}'`, { put });
    reachesTheEnd();
    assert.ok(emulator.now().getTime() - before >= 900_000);
    assert.equal(emulator.faults.lostAnswer, 0.1);
  });

  onPage("docs/native.md", async ({ types, reachesTheEnd, shell, emulator }) => {
    const made = async (name: string) => {
      const body = { name, owner_ref: "ops", settings: { participants: "3" } };
      return (await behindPulumi(emulator, "POST", "/rooms", body)).room.room_id as string;
    };
    const [one, two] = [await made("Board"), await made("Town hall")];
    const imported = await types("pulumi import enablex:index:Room standup 60af1c2e5f8b9a0012345678", {
      put: { "60af1c2e5f8b9a0012345678": one },
    });
    assert.match(imported, /type: enablex:Room[\s\S]*name: Board/);
    await types("export PULUMI_EXPERIMENTAL=true");
    await types(
      `pulumi do --package ./node_modules/.bin/pulumi-resource-enablex enablex:index:Room list --all | jq '{resources: [.[] | {type: "enablex:index:Room", name: "\\(.name)-\\(.id[-6:])", id}]}' > rooms.json`,
    );
    const rooms = JSON.parse(await readFile(join(shell.folder, "rooms.json"), "utf8"));
    assert.deepEqual(rooms.resources.map(({ id }: { id: string }) => id).sort(), [one, two].sort());
    await types("pulumi import --file rooms.json --out rooms.txt");
    reachesTheEnd();
    assert.match(
      await readFile(join(shell.folder, "rooms.txt"), "utf8"),
      /name: (Board|Town hall)[\s\S]*name: (Board|Town hall)/,
    );
  });
});

/** Three lines that two pages share. */
async function setsCredentials(
  types: Follower["types"],
  { appId, appKey }: { appId: string; appKey: string },
): Promise<void> {
  await types("pulumi config set --secret enablex:appId", { typed: appId });
  await types("pulumi config set --secret enablex:appKey", { typed: appKey });
  await types("pulumi config set enablex:subdomain acme");
}
