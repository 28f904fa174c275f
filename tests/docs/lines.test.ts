import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repository } from "../../tools/release/repository";
import { behindPulumi } from "../support/engine";
import { runUnlisted, testPage } from "./page-fixture";
import { blocksOf, pages } from "./pages";
import type { PageLines } from "./shell";

const standup = "resources: { standup: { type: enablex:Room, properties: { participants: 8 } } }";
const withOutputs = `${standup}
outputs: { joinUrl: "\${standup.participantUrl}", hostUrl: "\${standup.moderatorUrl}" }`;

describe("documentation: shell lines", () => {
  testPage("README.md", async ({ runLine, skipLine, assertEnd, write, emulator }) => {
    // The tests of getting started run these three.
    skipLine("npm ci && npm pack");
    skipLine("npm install @pulumi/pulumi <path to>/pulumi-enablex-0.1.0.tgz");
    skipLine("npm install --save-dev typescript@5.9 @types/node@20");
    await write(standup);
    await setCredentials(runLine, emulator);
    assert.match(await runLine("pulumi up"), /\+ 2 created/);
    skipLine("npm ci && npm run demo"); // CI runs it.
    assertEnd();
  });

  testPage("examples/README.md", async ({ runLine, skipLine, assertEnd, sandbox, shell }) => {
    skipLine("npm ci");
    const state = pathToFileURL(join(sandbox.folder, "state")).href;
    await runLine("pulumi login --local", { put: { "--local": state } });
    await runLine("export PULUMI_CONFIG_PASSPHRASE=choose-one");
    skipLine("npx pulumi-enablex emulator");
    await using emulator = await shell.start("npx pulumi-enablex emulator --port 0", /appKey/);
    assert.match(emulator.printed, /(?:pulumi config set .*\s+){4}/);
    assertEnd();
  });

  testPage("docs/real-account.md", async ({ runLine, assertEnd, write, shell, emulator }) => {
    await write(withOutputs);
    await runLine("pulumi stack init prod");
    await setCredentials(runLine, emulator);
    await runLine("pulumi config set enablex:edition lite");
    await runLine("pulumi config set enablex:platform smartfloMeet");
    await runLine("pulumi config set enablex:apiUrl https://api.example.com/video/v1");
    await runLine("pulumi config set enablex:meetingUrl https://meet.example.com");
    // From here on, the environment configures the emulator.
    await runLine("pulumi config rm enablex:apiUrl");
    await runLine("pulumi config rm enablex:meetingUrl");
    assert.match(await runLine("pulumi preview"), /\+ 2 to create/);
    await runLine("pulumi up");
    const hostUrl = await runLine("pulumi stack output hostUrl --show-secrets");
    assertEnd();
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

  testPage(
    "docs/installation-configuration.md",
    async ({ runLine, skipLine, assertEnd, shell, emulator }) => {
      skipLine("npm install pulumi-enablex");
      // The tests of docs/other-languages.md run these.
      for (const sdk of ["pip install pulumi-enablex", `go get ${repository.goModule}`, undefined]) {
        skipLine("npm install pulumi-enablex");
        if (sdk) skipLine(sdk);
      }
      await setCredentials(runLine, emulator);
      await runLine("export ENABLEX_APP_ID=…");
      await runLine("export ENABLEX_APP_KEY=…");
      await runLine("export ENABLEX_SUBDOMAIN=acme");
      assertEnd();
      assert.equal((await shell.run("pulumi config get enablex:appKey")).stdout.trim(), emulator.appKey);
      assert.equal((await shell.run('echo "$ENABLEX_SUBDOMAIN"')).stdout.trim(), "acme");
    },
  );

  testPage("docs/guides/several-accounts.md", async ({ runLine, assertEnd, shell }) => {
    const page = pages().find(({ path }) => path === "docs/guides/several-accounts.md")!;
    const accounts = blocksOf(page).find(({ language }) => language === "json")!.text;
    await writeFile(join(shell.folder, "accounts.json"), accounts);
    await runLine("pulumi config set --secret enablex:accounts < accounts.json");
    await runLine("rm accounts.json");
    assertEnd();
    const { stdout } = await shell.run("pulumi config get enablex:accounts");
    assert.deepEqual(JSON.parse(stdout), JSON.parse(accounts));
  });

  testPage("docs/guides/secrets.md", async ({ runLine, assertEnd, write, shell, emulator }) => {
    await write(standup);
    await runUnlisted(shell, "pulumi stack init prod && pulumi up");
    const before = emulator.rooms();
    assert.equal(before.length, 1);
    await runLine("pulumi config set --secret enablex:appKey", { typed: emulator.appKey });
    await runLine("pulumi up");
    await runLine("pulumi refresh --run-program");
    assert.deepEqual(emulator.rooms(), before);
    await runLine(
      'pulumi up --replace "urn:pulumi:prod::meetings::pulumi-nodejs:dynamic/enablex:Room::standup"',
      { put: { "pulumi-nodejs:dynamic/enablex:Room": "enablex:index:Room" } },
    );
    assertEnd();
    assert.equal(emulator.rooms().length, 1);
    assert.notEqual(emulator.rooms()[0]?.room_id, before[0]?.room_id);
  });

  testPage("docs/guides/existing-rooms.md", async ({ runLine, runInline, assertEnd, write, emulator }) => {
    const townHall = { name: "Town hall", owner_ref: "facilities", settings: { participants: "50" } };
    const { room } = await behindPulumi(emulator, "POST", "/rooms", townHall);
    const program = (adopt: string) =>
      `resources: { hall: { type: enablex:Room, properties: { ${adopt} name: Town hall, ownerRef: facilities, participants: 50 } } }`;
    await write(program(`adoptRoomId: "${room.room_id}",`));
    await runLine("pulumi up");
    assertEnd();
    await write(program(""));
    emulator.clearRequests();
    await runInline("pulumi up");
    assert.deepEqual(emulator.requests, []);
    assert.deepEqual(
      emulator.rooms().map(({ room_id }) => room_id),
      [room.room_id],
    );
  });

  testPage("docs/join-sheets.md", async ({ runLine, skipLine, assertEnd, write, shell }) => {
    await write(`resources:
  maths:
    type: enablex:Room
    properties:
      { name: Mathematics 101, kind: scheduled, scheduledTime: "2035-12-01T09:00:00Z", durationMinutes: 60, participants: 30 }`);
    await runUnlisted(shell, "pulumi up");
    // Its output depends on the account; the command's own tests check it.
    skipLine("npx pulumi-enablex links --stack prod");
    await runLine("npx pulumi-enablex links --format html > rooms.html");
    await runLine("npx pulumi-enablex links --format ics > rooms.ics");
    assertEnd();
    assert.match(
      await readFile(join(shell.folder, "rooms.html"), "utf8"),
      /^<!doctype html>.*Mathematics 101/is,
    );
    assert.match(
      await readFile(join(shell.folder, "rooms.ics"), "utf8"),
      /^BEGIN:VCALENDAR.*SUMMARY:Mathematics 101/s,
    );
  });

  testPage("docs/reliability.md", async ({ runLine, assertEnd, write, shell, emulator }) => {
    await write(standup);
    await runUnlisted(shell, "pulumi up");
    const orphan = emulator.rooms()[0]!.room_id;
    await runLine("pulumi cancel");
    await runUnlisted(shell, "pulumi state delete urn:pulumi:dev::meetings::enablex:index:Room::standup");
    assert.ok((await runLine("npx pulumi-enablex orphans", { code: 1 })).includes(orphan));
    await runLine("npx pulumi-enablex orphans --delete <id> …", { put: { "<id> …": `${orphan} --yes` } });
    assert.deepEqual(emulator.rooms(), []);
    assert.match(await runLine("npx pulumi-enablex orphans --delete --all"), /No orphan/);

    await runUnlisted(shell, "pulumi up");
    const forget = () =>
      runUnlisted(shell, "pulumi state delete urn:pulumi:dev::meetings::enablex:index:Room::standup --force");
    await forget();
    await runLine("npx pulumi-enablex orphans --import-file rooms.json");
    await runLine("pulumi import --file rooms.json");
    await forget();
    const release = "npx pulumi-enablex orphans --adopt-file adopt.json";
    assert.match(await runLine(release, { put: { "adopt.json": "adopt.json --yes" } }), /1 room released/);
    assertEnd();
  });

  testPage("docs/emulator.md", async ({ runLine, skipLine, assertEnd, emulator }) => {
    const put = { "http://127.0.0.1:8480": emulator.url };
    const before = emulator.now().getTime();
    // The command's own tests run it.
    skipLine("npx pulumi-enablex emulator");
    assert.match(await runLine("curl http://127.0.0.1:8480/_emulator/state", { put }), /"faults"/);
    await runLine(`curl -X PUT http://127.0.0.1:8480/_emulator/time -d '{"advance": 900000}'`, { put });
    await runLine(`curl -X PUT http://127.0.0.1:8480/_emulator/faults -d '{"lostAnswer": 0.1}'`, { put });
    assertEnd();
    assert.ok(emulator.now().getTime() - before >= 900_000);
    assert.equal(emulator.faults.lostAnswer, 0.1);
  });

  testPage("docs/native.md", async ({ runLine, assertEnd, shell, emulator }) => {
    const made = async (name: string) => {
      const body = { name, owner_ref: "ops", settings: { participants: "3" } };
      return (await behindPulumi(emulator, "POST", "/rooms", body)).room.room_id as string;
    };
    const [one, two] = [await made("Board"), await made("Town hall")];
    const imported = await runLine("pulumi import enablex:index:Room standup 60af1c2e5f8b9a0012345678", {
      put: { "60af1c2e5f8b9a0012345678": one },
    });
    assert.match(imported, /type: enablex:Room[\s\S]*name: Board/);
    await runLine("export PULUMI_EXPERIMENTAL=true");
    await runLine(
      `pulumi do --package ./node_modules/.bin/pulumi-resource-enablex enablex:index:Room list --all | jq '{resources: [.[] | {type: "enablex:index:Room", name: "\\(.name)-\\(.id[-6:])", id}]}' > rooms.json`,
    );
    const rooms = JSON.parse(await readFile(join(shell.folder, "rooms.json"), "utf8"));
    assert.deepEqual(rooms.resources.map(({ id }: { id: string }) => id).sort(), [one, two].sort());
    await runLine("pulumi import --file rooms.json --out rooms.txt");
    assertEnd();
    assert.match(
      await readFile(join(shell.folder, "rooms.txt"), "utf8"),
      /name: (Board|Town hall)[\s\S]*name: (Board|Town hall)/,
    );
  });
});

/** Three lines that two pages share. */
async function setCredentials(
  runLine: PageLines["runLine"],
  { appId, appKey }: { appId: string; appKey: string },
): Promise<void> {
  await runLine("pulumi config set --secret enablex:appId", { typed: appId });
  await runLine("pulumi config set --secret enablex:appKey", { typed: appKey });
  await runLine("pulumi config set enablex:subdomain acme");
}
