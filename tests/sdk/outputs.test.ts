import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { inputNames } from "../../provider/room/properties";
import { UNKNOWN } from "../../provider/unknown";
import { Room, type RoomArgs } from "../../sdk/index";
import { Room as NativeRoom } from "../../sdk/native";

const id = "60af1c2e5f8b9a0012345678";
const appId = "5f9e8d7c6b5a493827160504";
const otherAppId = "a".repeat(24);
const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));
const isKnown = (output: pulumi.Output<unknown>) =>
  (output as unknown as { isKnown: Promise<boolean> }).isKnown;

/** A provider that returns these properties for any inputs. */
type Answer = (given: Record<string, unknown>) => { id?: string; state: Record<string, unknown> };

async function answer(newResource: Answer, isPreview = false): Promise<void> {
  const mocks = {
    newResource: (args: pulumi.runtime.MockResourceArgs) => ({ id, ...newResource(args.inputs) }),
    call: (args: pulumi.runtime.MockCallArgs) => args.inputs,
  };
  await pulumi.runtime.setMocks(mocks as pulumi.runtime.Mocks, "rooms", "test", isPreview);
  pulumi.runtime.setAllConfig(
    {
      "enablex:appId": appId,
      "enablex:subdomain": "acme",
      "enablex:accounts": JSON.stringify({ north: { appId: otherAppId, appKey: "k", subdomain: "north" } }),
    },
    ["enablex:appId", "enablex:accounts"],
  );
}

afterEach(() => pulumi.runtime.setAllConfig({}));

for (const [form, DeclaredRoom] of [
  ["dynamic", Room],
  ["native", NativeRoom],
] as const) {
  describe(`outputs of a room in the ${form} form`, () => {
    it("are what the provider returned, whatever the program's inputs are", () =>
      fc.assert(
        fc.asyncProperty(
          fc.subarray(inputNames.filter((name) => name !== "participants" && name !== "declaredAs")),
          async (names) => {
            const returned = Object.fromEntries(names.map((name) => [name, `the provider's ${name}`]));
            await answer(() => ({ state: { participants: 3, ...returned } }));
            const room = new DeclaredRoom("standup", { participants: 8 });
            assert.equal(await resolved(room.participants), 3);
            for (const name of names) {
              assert.equal(await resolved(room[name as "quality"]), returned[name]);
            }
          },
        ),
        { numRuns: 20 },
      ));

    it("have no value if the provider returned none", async () => {
      await answer(({ participants }) => ({ state: { participants } }));
      const room = new DeclaredRoom("standup", { participants: 8 });
      assert.equal(await resolved(room.quality), undefined);
      assert.equal(await resolved(room.sipPin), undefined);
    });

    it("are the links that the provider returned, not those of the configuration", async () => {
      const links = {
        participantUrl: "https://own.example.com/x",
        moderatorUrl: "https://own.example.com/host/y",
      };
      await answer((given) => ({ state: { ...given, ...links } }));
      const room = new DeclaredRoom("standup", { participants: 8 });
      assert.equal(await resolved(room.participantUrl), links.participantUrl);
      assert.equal(await resolved(room.links.moderatorUrl), links.moderatorUrl);
    });

    it("keep the host link secret, and the participant link if meetingUrl is", async () => {
      const meetingUrl = "https://meet.example.com";
      const links = { participantUrl: `${meetingUrl}/x`, moderatorUrl: `${meetingUrl}/host/y` };
      await answer((given) => ({ state: { ...given, ...links } }));
      const plain = new DeclaredRoom("a", { participants: 8, meetingUrl });
      assert.equal(await pulumi.isSecret(plain.participantUrl), false);
      assert.equal(await pulumi.isSecret(plain.moderatorUrl), true);
      const hidden = new DeclaredRoom("b", { participants: 8, meetingUrl: pulumi.secret(meetingUrl) });
      assert.equal(await pulumi.isSecret(hidden.participantUrl), true);
      assert.equal(await pulumi.isSecret(hidden.links.participantUrl), true);
      assert.equal(await resolved(hidden.participantUrl), links.participantUrl);
    });

    it("keep the participant link secret if a transform or policy made meetingUrl a secret", async () => {
      const participantUrl = "https://meet.example.com/x";
      const meetingUrl = pulumi.secret("https://meet.example.com");
      await answer((given) => ({ state: { ...given, meetingUrl, participantUrl } }));
      const room = new DeclaredRoom("a", { participants: 8 });
      assert.equal(await pulumi.isSecret(room.participantUrl), true);
    });

    const secretOutputs = form === "dynamic" ? ["liveRecording", "moderatorUrl", "sipPin"] : undefined;
    const bySdk = secretOutputs ? "the program names those to encrypt" : "the plugin encrypts them";
    it(`are encrypted in the state if they may be secret: ${bySdk}, and the input liveRecording`, async () => {
      await answer((given) => ({ state: given }));
      let seen: pulumi.ResourceTransformationArgs | undefined;
      const look: pulumi.ResourceTransformation = (args) => {
        seen = args;
        return args;
      };
      const liveRecording = { url: "rtmps://live.example.com/stream-key" };
      new DeclaredRoom("standup", { participants: 8, liveRecording }, { transformations: [look] });
      const { additionalSecretOutputs } = seen!.opts as pulumi.CustomResourceOptions;
      assert.deepEqual(additionalSecretOutputs?.toSorted(), secretOutputs);
      assert.equal(await pulumi.isSecret(seen!.props.liveRecording), true);
    });

    it("can be captured by a serialized function", async () => {
      await answer((given) => ({ state: given }));
      const room = new DeclaredRoom("standup", { participants: 8 });
      const { text } = await pulumi.runtime.serializeFunction(() => room.participantUrl.get());
      assert.ok(text.includes(`https://acme.yourvideo.live/${id}`));
    });

    it("reject a transformation that removes properties", async () => {
      await answer((given) => ({ state: given }));
      const dropping: pulumi.ResourceTransformation = ({ opts }) => ({ props: { participants: 3 }, opts });
      assert.throws(
        () => new DeclaredRoom("standup", { participants: 8 }, { transformations: [dropping] }),
        (error) =>
          pulumi.RunError.isInstance(error) &&
          /^Room standup: a transformation removed name, ownerRef, kind and \d+ more/.test(error.message),
      );
    });

    describe("in a preview", () => {
      const preview = (newResource: Answer) => answer(newResource, true);

      it("of an input are known to have no value if the room has none", async () => {
        await preview((state) => ({ state }));
        const room = new DeclaredRoom("standup", { participants: 8, quality: "HD" });
        for (const name of inputNames.filter((name) => name !== "declaredAs")) {
          assert.equal(await isKnown(room[name]), true, name);
        }
        assert.equal(await resolved(room.quality), "HD");
        assert.equal(await resolved(room.description), undefined);
        const seats = pulumi.all([room.participants, room.audiences]).apply(([one, two]) => one + (two ?? 0));
        assert.equal(await resolved(seats), 8);
      });

      it("are not known if their value is not known yet", async () => {
        await preview((state) => ({ state: { ...state, quality: UNKNOWN, customData: { a: UNKNOWN } } }));
        const room = new DeclaredRoom("standup", { participants: 8 });
        assert.equal(await isKnown(room.quality), false);
        assert.equal(await isKnown(room.customData), false);
        assert.equal(await isKnown(room.created), false);
      });

      it("are not known if nothing was returned, as for a room that --target leaves out", async () => {
        await preview(() => ({ id: "", state: {} }));
        const room = new DeclaredRoom("standup", { participants: 8 });
        for (const output of [room.quality, room.account, room.sipPin, room.participantUrl, room.roomId]) {
          assert.equal(await isKnown(output), false);
        }
      });

      it("have unknown dial-in values if SIP is on, and none if it is off", async () => {
        await preview((state) => ({ state }));
        const on = new DeclaredRoom("a", { participants: 8, sip: { enabled: true } });
        assert.equal(await isKnown(on.sipMeetingId), false);
        const off = new DeclaredRoom("b", { participants: 8, sip: { enabled: false } });
        assert.equal(await isKnown(off.sipMeetingId), true);
        const later = new DeclaredRoom("c", { participants: 8 });
        assert.equal(await isKnown(later.sipPin), true);
      });
    });
  });
}

describe("links of a room in the dynamic form, in the preview of an update", () => {
  const host = (origin: string, app: string) =>
    `${origin}/host/${Buffer.from(`${id}-${app}`).toString("base64")}`;

  for (const [given, origin, app] of [
    [{}, "https://acme.yourvideo.live", appId],
    [{ account: "north" }, "https://north.yourvideo.live", otherAppId],
    [{ meetingUrl: "https://meet.example.com" }, "https://meet.example.com", appId],
    [{ account: "north", meetingUrl: "https://meet.example.com" }, "https://meet.example.com", otherAppId],
  ] as [Partial<RoomArgs>, string, string][]) {
    it(`are known, computed from the room's properties: ${Object.keys(given).join(" and ") || "no origin of its own"}`, async () => {
      // The engine returns the inputs, which a transform may have set.
      await answer((state) => ({ state: { ...state, ...given } }), true);
      const room = new Room("standup", { participants: 9 });
      assert.equal(await resolved(room.participantUrl), `${origin}/${id}`);
      assert.equal(await resolved(room.moderatorUrl), host(origin, app));
      assert.equal(await resolved(room.roomId), id);
    });
  }

  it("are not known while the room is new, or its account or origin is not known yet", async () => {
    for (const state of [{ account: UNKNOWN }, { meetingUrl: UNKNOWN }]) {
      await answer((given) => ({ state: { ...given, ...state } }), true);
      assert.equal(await isKnown(new Room("standup", { participants: 9 }).participantUrl), false);
    }
    await answer((state) => ({ id: "", state }), true);
    assert.equal(await isKnown(new Room("standup", { participants: 9 }).participantUrl), false);
  });

  it("are not computed for the native form, whose provider may have another configuration", async () => {
    await answer((state) => ({ state }), true);
    assert.equal(await isKnown(new NativeRoom("standup", { participants: 9 }).participantUrl), false);
  });
});
