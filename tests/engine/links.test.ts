import assert from "node:assert/strict";
import { join } from "node:path";
import { secret } from "@pulumi/pulumi";
import ICAL from "ical.js";
import { Room } from "pulumi-enablex";
import { runCommand } from "../support/command";
import { withEngine } from "../support/engine";

describe("pulumi-enablex links", () => {
  it("prints the links of a deployed stack in every format, and moderator links only with --moderator", () =>
    withEngine(
      async ({ stack, sandbox, emulator }) => {
        let scheduledTime = "2036-12-01T09:00:00+05:30";
        const dev = await stack("rooms", async () => {
          new Room("standup", { name: "Daily | stand-up", participants: 8 });
          new Room("math-101", {
            kind: "scheduled",
            scheduledTime,
            durationMinutes: 60,
            participants: 30,
          });
        });
        await dev.up();
        const links = (...args: string[]) =>
          runCommand(["links", "--time-zone", "Asia/Kolkata", ...args], {
            cwd: join(sandbox.folder, "rooms"),
            env: sandbox.env,
          });
        const [maths, standup] = ["math-101", "Daily | stand-up"].map(
          (title) => emulator.rooms().find(({ name }) => name === title)!,
        );
        const { stdout, stderr, code } = await links();
        assert.equal(stderr, "");
        assert.equal(code, 0);
        const [, , first, second] = stdout.split("\n");
        assert.equal(
          first,
          `math-101          Mon 1 Dec 2036, 09:00–10:00  ${emulator.meetingUrl}/${maths!.room_id}`,
        );
        assert.equal(
          second,
          `Daily | stand-up  any time                     ${emulator.meetingUrl}/${standup!.room_id}`,
        );

        const hash = Buffer.from(`${standup!.room_id}-${emulator.appId}`).toString("base64");
        const marks = {
          table: "──",
          markdown: "| --- |",
          html: "<!doctype html>",
          csv: '"room",',
          ics: "BEGIN:VCALENDAR",
        };
        for (const [format, mark] of Object.entries(marks)) {
          const plain = await links("--format", format, "--stack", "dev");
          assert.equal(plain.code, 0);
          assert.ok(plain.stdout.includes(mark));
          assert.ok(!plain.stdout.includes("/host/"), format);
          assert.equal(plain.stderr, "");
        }
        const hosted = await links("--moderator");
        assert.ok(hosted.stdout.includes(`${emulator.meetingUrl}/host/${hash}\n`));
        assert.match(hosted.stderr, /^warning: the output contains moderator links\. .*\n$/);

        const event = async () => {
          const { stdout } = await links("--format", "ics");
          return new ICAL.Event(new ICAL.Component(ICAL.parse(stdout)).getFirstSubcomponent("vevent")!);
        };
        const before = await event();
        assert.equal(before.startDate.toString(), "2036-12-01T03:30:00Z");
        scheduledTime = "2036-12-02T09:00:00+05:30";
        await dev.up();
        const after = await event();
        assert.equal(after.startDate.toString(), "2036-12-02T03:30:00Z");
        assert.equal(after.uid, before.uid);
        assert.ok(after.sequence > before.sequence, "a calendar takes it for a change of the same event");

        const wrong = await runCommand(["links", "--moderator"], {
          cwd: join(sandbox.folder, "rooms"),
          env: { ...sandbox.env, PULUMI_CONFIG_PASSPHRASE: "wrong" },
        });
        assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
        assert.match(wrong.stderr, /^error: pulumi stack export failed: [^\n]*passphrase[^\n]*\n$/);
      },
      { passphrase: "right" },
    ));

  it("says that times are secrets without --moderator, and reads them with it", () =>
    withEngine(async ({ stack, sandbox }) => {
      const lesson = {
        kind: "scheduled",
        scheduledTime: secret("2036-12-01T09:00:00+05:30"),
        durationMinutes: 60,
        participants: 30,
      } as const;
      const dev = await stack("school", async () => {
        new Room("math-101", lesson);
        new Room("physics-1", lesson);
      });
      await dev.up();
      const links = (...args: string[]) =>
        runCommand(["links", "--format", "ics", ...args], {
          cwd: join(sandbox.folder, "school"),
          env: sandbox.env,
        });
      const hidden = await links();
      assert.deepEqual([hidden.code, hidden.stdout], [1, ""]);
      assert.equal(
        hidden.stderr,
        "The times of 2 scheduled rooms are secrets. Use --moderator to read them.\n",
      );
      const read = await links("--moderator");
      assert.equal(read.code, 0);
      assert.match(read.stdout, /DTSTART:20361201T033000Z/);
      assert.match(read.stderr, /^warning: the output contains moderator links\. [^\n]*\n$/);
    }));

  it("fails with one line", () =>
    withEngine(async ({ stack, sandbox }) => {
      const dev = await stack("empty", async () => ({}));
      await dev.up();
      const links = (cwd: string, ...args: string[]) =>
        runCommand(["links", ...args], { cwd: join(sandbox.folder, cwd), env: sandbox.env });
      const none = await links("empty");
      assert.deepEqual([none.code, none.stdout], [0, "empty/dev has no rooms.\n"]);
      const ics = await links("empty", "--format", "ics");
      assert.deepEqual([ics.code, ics.stdout], [1, ""]);
      assert.equal(ics.stderr, "No room of empty/dev is scheduled, so the calendar has no events.\n");
      const failures: [string, string[], RegExp][] = [
        ["empty", ["--stack", "missing"], /^error: pulumi stack --show-name failed: .*missing.*\n$/],
        [".", [], /^error: pulumi stack --show-name failed: .*project.*\n$/],
        ["empty", ["--format", "pdf"], /^error: option '--format <format>' argument 'pdf' is invalid.*\n$/],
        ["empty", ["--time-zone", "Kolkata"], /^error: --time-zone: Kolkata is not a time zone\. .*\n$/],
      ];
      for (const [cwd, args, message] of failures) {
        const failed = await links(cwd, ...args);
        assert.deepEqual([failed.code, failed.stdout], [2, ""], args.join(" "));
        assert.match(failed.stderr, message);
      }
    }));
});
