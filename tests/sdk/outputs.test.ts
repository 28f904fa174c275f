import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Room } from "../../sdk/index";
import { Room as NativeRoom } from "../../sdk/native";

const id = "60af1c2e5f8b9a0012345678";
const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));

for (const [form, DeclaredRoom] of [
  ["dynamic", Room],
  ["native", NativeRoom],
] as const) {
  describe(`outputs of a room of the ${form} form`, () => {
    const kept = { description: "all hands", quality: "HD", sipMeetingId: "1234", kind: "permanent" };

    beforeEach(async () => {
      await pulumi.runtime.setMocks(
        {
          newResource: (args) => ({ id, state: { ...kept, ...args.inputs } }),
          call: (args) => args.inputs,
        },
        "rooms",
        "test",
      );
      pulumi.runtime.setAllConfig(
        { "enablex:appId": "5f9e8d7c6b5a493827160504", "enablex:subdomain": "acme" },
        ["enablex:appId"],
      );
    });
    afterEach(() => pulumi.runtime.setAllConfig({}));

    it("are the inputs as given, or as the provider fills them in, and nothing for all others", async () => {
      const room = new DeclaredRoom("standup", { participants: 8, description: "daily" });
      assert.equal(await resolved(room.description), "daily");
      assert.equal(await resolved(room.kind), "permanent");
      assert.equal(await resolved(room.quality), undefined);
      assert.equal(await resolved(room.sipMeetingId), undefined);
    });

    it("are what the state has where the program leaves a part to somebody else", async () => {
      const room = new DeclaredRoom("standup", { participants: 8 }, { ignoreChanges: ["description"] });
      assert.equal(await resolved(room.description), "all hands");
      const found = DeclaredRoom.get("found", id);
      assert.equal(await resolved(found.quality), "HD");
      assert.equal(await resolved(found.sipMeetingId), "1234");
    });

    it("have the way to dial in where SIP is on", async () => {
      const room = new DeclaredRoom("standup", { participants: 8, sip: { enabled: true } });
      assert.equal(await resolved(room.sipMeetingId), "1234");
    });

    it("may be captured by a function that runs in a cloud", async () => {
      const room = new DeclaredRoom("standup", { participants: 8 });
      const { text } = await pulumi.runtime.serializeFunction(() => room.participantUrl.get());
      assert.ok(text.includes(`https://acme.yourvideo.live/${id}`));
    });

    it("are few that a program waits for: each takes 5 KiB until the room is there", () => {
      const room = new DeclaredRoom("standup", { participants: 8 });
      const outputs = Object.values(room).filter((value) => pulumi.Output.isInstance(value));
      assert.ok(new Set(outputs).size <= 20, `${new Set(outputs).size} outputs`);
      assert.ok(outputs.length > 35, "and all inputs are outputs");
    });
  });
}
