import assert from "node:assert/strict";
import { Room } from "pulumi-enablex";
import { failureOf, stateText, withEngine, yamlProject } from "../support/engine";

const streamKey = "live-stream-key-7f3a1b9c";

/** Everything that must not appear: credentials in each encoding, host links, PINs, stream keys. */
function secretsOf(emulator: { appId: string; appKey: string; rooms(): any[] }): string[] {
  const { appId, appKey } = emulator;
  const rooms = emulator.rooms();
  return [
    appId,
    appKey,
    Buffer.from(`${appId}:${appKey}`).toString("base64"),
    streamKey,
    ...rooms.map(({ room_id }) => Buffer.from(`${room_id}-${appId}`).toString("base64")),
    ...rooms.filter(({ sip }) => sip?.pin).map(({ sip }) => `"${sip.pin}"`),
  ];
}

describe("engine: secrets", () => {
  it("no secret appears in output or state of either form, with debug output, a failure and a refresh", () =>
    withEngine(
      async (fixture) => {
        const { emulator, sandbox, stack } = fixture;
        sandbox.env.ENABLEX_LOG = "debug";
        const said: string[] = [];
        const listen = {
          onOutput: (text: string) => said.push(text),
          onError: (text: string) => said.push(text),
        };

        let participants = 8;
        const dev = await stack("dynamic", async () => {
          const room = new Room("studio", {
            participants,
            sip: { enabled: true },
            liveRecording: { autoRecording: true, url: `rtmps://stream.example/${streamKey}` },
          });
          return { host: room.moderatorUrl, pin: room.sipPin, links: room.links };
        });
        await dev.up(listen);
        participants = 9;
        await dev.preview({ ...listen, diff: true });
        await dev.up(listen);
        await dev.refresh(listen);
        participants = 1_000;
        said.push(await failureOf(dev.up(listen)));

        const project = await yamlProject(fixture, "native");
        await project.write(
          `resources:\n  studio:\n    type: enablex:Room\n    properties:\n      participants: 8\n      sip: { enabled: true }\n` +
            `      liveRecording: { autoRecording: true, url: "rtmps://stream.example/${streamKey}" }\n` +
            // biome-ignore lint/suspicious/noTemplateCurlyInString: Pulumi YAML evaluates it
            "outputs:\n  host: ${studio.moderatorUrl}\n  pin: ${studio.sipPin}",
        );
        for (const args of [
          ["up", "--yes", "--diff"],
          ["refresh", "--yes", "--diff"],
          ["stack", "output"],
          ["stack", "export"],
        ]) {
          const { stdout, stderr } = await project.pulumi(...args);
          said.push(stdout, stderr);
        }

        // Output arrives in chunks with arbitrary boundaries.
        const everything = `${said.join("")}\n${await stateText(sandbox)}`;
        assert.ok(everything.length > 20_000, "there is something to search");
        // The engine may drop log lines at the end of a run, so only some of them are required.
        assert.match(everything, /#\d+ (GET|POST|PATCH) \/rooms/, "there is debug output");
        for (const secret of secretsOf(emulator)) {
          const at = everything.indexOf(secret);
          assert.equal(at, -1, `a secret appears in: …${everything.slice(Math.max(0, at - 200), at)}[here]`);
        }
      },
      { behaviour: { maxParticipants: 250 } },
    ));
});
