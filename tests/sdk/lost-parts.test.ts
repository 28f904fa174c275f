import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as main from "../../sdk/index";
import * as native from "../../sdk/native";

const id = "60af1c2e5f8b9a0012345678";
const withProto = JSON.parse('{"team": "ops", "__proto__": {"deep": 1}}');

describe("a value that Pulumi's SDK would silently drop", () => {
  before(() =>
    pulumi.runtime.setMocks(
      {
        newResource: (args) => ({ id, state: { ...args.inputs } }),
        call: () => ({}),
      },
      "rooms",
      "test",
    ),
  );

  const forms = { "the dynamic Room": main.Room, "the native Room": native.Room };
  for (const [form, Room] of Object.entries(forms)) {
    const make = (given: object) => new Room("standup", { participants: 8, ...given } as main.RoomArgs);

    it(`is rejected with its path by ${form}`, () => {
      const refused: [object, string][] = [
        [{ customData: withProto }, "customData.__proto__: is a key that Pulumi loses; choose another key"],
        [{ customData: { a: [{ b: withProto }] } }, "customData.a[0].b.__proto__: is a key"],
        [{ extraSettings: { peep: withProto } }, "extraSettings.peep.__proto__: is a key"],
        [{ name: "Room \ud83d" }, "name: contains half of a character"],
        [{ customData: { "a\udc00": 1 } }, 'customData["a\\udc00"]: contains half of a character'],
        [{ customData: { a: Number.NaN } }, "customData.a: is NaN or infinite"],
      ];
      for (const [given, message] of refused) {
        assert.throws(
          () => make(given),
          (error: Error) => {
            assert.ok(error.message.startsWith(`Room standup: ${message}`), error.message);
            assert.ok(pulumi.RunError.isInstance(error), "it is a mistake of the program");
            return true;
          },
        );
      }
    });

    it(`is not found in valid values, and not searched for in outputs and promises: ${form}`, () => {
      make({ name: "Raum \ud83d\ude00", customData: { constructor: 1, list: [null, { toString: 2 }] } });
      make({ customData: pulumi.output({ team: "ops" }), name: Promise.resolve("later") });
      make({ customData: { team: pulumi.secret("ops") }, sip: undefined });
    });
  }

  it("is rejected by RoomSet in a room, in the defaults and as a room's key", () => {
    const make = (given: object) =>
      new native.RoomSet("timetable", { rooms: {}, ...given } as native.RoomSetArgs);
    for (const [given, path] of [
      [{ rooms: { "a b": { customData: withProto } } }, 'rooms["a b"].customData.__proto__'],
      [{ defaults: { name: "\ud83d" } }, "defaults.name"],
      [{ rooms: JSON.parse('{"__proto__": {"participants": 2}}') }, "rooms.__proto__"],
    ] as [object, string][]) {
      assert.throws(
        () => make(given),
        (error: Error) => error.message.startsWith(`RoomSet timetable: ${path}: `),
      );
    }
    make({ rooms: { a: pulumi.output({ participants: 2 }) } });
  });
});
