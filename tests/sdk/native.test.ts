import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as enums from "../../sdk/enums";
import * as main from "../../sdk/index";
import * as native from "../../sdk/native";
import { secret } from "../support/protocol";

const id = "60af1c2e5f8b9a0012345678";
const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));

describe("the code that pulumi import prints", () => {
  it("uses names for values that pulumi-enablex/native has", () => {
    const args: native.RoomArgs = {
      kind: native.RoomKind.Scheduled,
      mode: native.RoomMode.Lecture,
      quality: native.RoomQuality.HD,
      mediaZone: native.RoomMediaZone.XX,
      whenEnded: native.RoomWhenEnded.Keep,
      roleBasedRecording: {
        moderator: native.RoomRecordedMedia.Audiovideo,
        participant: native.RoomRecordedMedia.Audio,
      },
      participants: 2,
    };
    assert.deepEqual(args, {
      kind: "scheduled",
      mode: "lecture",
      quality: "HD",
      mediaZone: "XX",
      whenEnded: "keep",
      roleBasedRecording: { moderator: "audiovideo", participant: "audio" },
      participants: 2,
    });
  });
});

describe("pulumi-enablex/native with Pulumi's mocks", () => {
  const made: pulumi.runtime.MockResourceArgs[] = [];
  const called: pulumi.runtime.MockCallArgs[] = [];

  beforeEach(async () => {
    made.length = 0;
    called.length = 0;
    await pulumi.runtime.setMocks(
      {
        newResource: (args) => {
          made.push(args);
          return { id, state: { ...args.inputs } };
        },
        call: (args) => {
          called.push(args);
          return { roomId: id, rooms: [{ roomId: id }], users: [{ name: "Ada" }] };
        },
      },
      "rooms",
      "test",
    );
  });
  afterEach(() => pulumi.runtime.setAllConfig({}));

  it("exports all names of the main entry, plus Provider, RoomSet, getRoomUsers and those of values", () => {
    const more = Object.keys(native).filter((name) => !(name in main || name in enums));
    assert.deepEqual(more.sort(), ["Provider", "RoomSet", "getRoomUsers", "getRoomUsersOutput"]);
    assert.deepEqual(
      Object.keys(main).filter((name) => !(name in native)),
      [],
    );
    assert.notEqual(native.Room, main.Room);
  });

  it("registers a room of the plugin's type with only the program's inputs", async () => {
    const room = new native.Room("standup", { participants: 8, liveRecording: { url: "rtmps://h/key" } });
    await resolved(room.urn);
    assert.equal(made[0]?.type, "enablex:index:Room");
    assert.deepEqual(made[0]?.inputs, {
      participants: 8,
      liveRecording: secret({ url: "rtmps://h/key" }),
    });
    assert.equal(await pulumi.isSecret(room.liveRecording), true);
    assert.ok(native.Room.isInstance(room) && !main.Room.isInstance(room));
  });

  it("returns the plugin's links, or those of the configuration if a mock returns none", async () => {
    pulumi.runtime.setAllConfig({ "enablex:appId": "5f9e8d7c6b5a493827160504", "enablex:subdomain": "acme" });
    const given = new native.Room("a", {
      participants: 8,
      participantUrl: "https://own.example.com/x",
      moderatorUrl: "https://own.example.com/host/y",
    } as never);
    assert.equal(await resolved(given.links.participantUrl), "https://own.example.com/x");
    assert.equal(await resolved(given.moderatorUrl), "https://own.example.com/host/y");
    assert.equal(await pulumi.isSecret(given.moderatorUrl), true);
    assert.equal(await pulumi.isSecret(given.participantUrl), false);
    const mocked = new native.Room("b", { participants: 8 });
    assert.equal(await resolved(mocked.participantUrl), `https://acme.yourvideo.live/${id}`);
    assert.match(await resolved(mocked.moderatorUrl), /^https:\/\/acme\.yourvideo\.live\/host\//);
    assert.equal(await resolved(mocked.roomId), id);
    pulumi.runtime.setAllConfig({});
    const bare = new native.Room("c", { participants: 8 });
    assert.equal(await resolved(bare.participantUrl), undefined);
  });

  it("registers a set with the program's inputs; its links are a secret if a mock returns any", async () => {
    const given = { defaults: { participants: 30 }, rooms: { "math-101": {} } };
    const mocked = new native.RoomSet("timetable", given);
    assert.deepEqual(await resolved(mocked.rooms), given.rooms);
    assert.equal(made[0]?.type, "enablex:index:RoomSet");
    assert.deepEqual(made[0]?.inputs, given);
    assert.ok(native.RoomSet.isInstance(mocked) && !native.Room.isInstance(mocked));

    const participantUrl = "https://a.b/1";
    const full = new native.RoomSet("full", {
      rooms: { "math-101": { participantUrl } },
      moderatorUrls: { "math-101": "https://a.b/host/2" },
    } as never);
    assert.equal(await resolved(full.rooms["math-101"]!.participantUrl), participantUrl);
    assert.equal(await pulumi.isSecret(full.links), true);
    assert.deepEqual(await resolved(full.links), {
      "math-101": { participantUrl, moderatorUrl: "https://a.b/host/2" },
    });
  });

  it("registers a provider with only its arguments, and credentials as secrets", async () => {
    const eu = new native.Provider("eu", {
      appId: "a".repeat(24),
      appKey: "k",
      maxInFlight: 4,
      subdomain: undefined,
    });
    await resolved(eu.urn);
    const [{ type, inputs }] = made as [pulumi.runtime.MockResourceArgs];
    assert.equal(type, "pulumi:providers:enablex");
    assert.deepEqual(inputs, { appId: secret("a".repeat(24)), appKey: secret("k"), maxInFlight: 4 });
  });

  it("invokes the plugin's functions", async () => {
    assert.equal((await native.getRoom({ roomId: id })).roomId, id);
    assert.deepEqual(await native.getRooms({ name: "a" }), [{ roomId: id }]);
    assert.deepEqual(await native.getRoomUsers({ roomId: id }), [{ name: "Ada" }]);
    assert.equal((await resolved(native.getRoomOutput({ roomId: pulumi.output(id) }))).roomId, id);
    assert.deepEqual(await resolved(native.getRoomsOutput()), [{ roomId: id }]);
    assert.deepEqual(await resolved(native.getRoomUsersOutput({ roomId: id })), [{ name: "Ada" }]);
    assert.deepEqual(
      called.map(({ token, inputs }) => [token.replace("enablex:index:", ""), inputs]),
      [
        ["getRoom", { roomId: id }],
        ["getRooms", { name: "a" }],
        ["getRoomUsers", { roomId: id }],
        ["getRoom", { roomId: id }],
        ["getRooms", {}],
        ["getRoomUsers", { roomId: id }],
      ],
    );
  });
});
