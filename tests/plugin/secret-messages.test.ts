import assert from "node:assert/strict";
import { asset, type Json, secret, shown, urnOf } from "./protocol";
import { urn as setUrn } from "./sets";
import { withRooms } from "./start";

const roomUrn = urnOf("standup");

/** What the engine prints of failures: each reason, and the value that it finds by the property's path. */
async function printed(urn: string, given: Json): Promise<string> {
  let text = "";
  await withRooms(async (provider) => {
    const { failures } = await provider.check(urn, given);
    assert.ok(failures.length > 0, "it is refused");
    text = failures
      .map(({ property, reason }) => `${reason} ${JSON.stringify(shown(given[property]))}`)
      .join("\n");
  });
  return text;
}

describe("plugin: a value that the program made a secret", () => {
  const wrong: Record<string, Json> = {
    "a number": { participants: secret(-4711) },
    "a text where a number belongs": { participants: secret("4711") },
    "an enum": { participants: 8, quality: secret("HD4711") },
    "an input that there is not": { participants: 8, audience: secret(4711) },
    "a part of an input": { participants: 8, roleBasedRecording: { moderator: secret("a4711") } },
    "a part of an input that is no object": { participants: [secret(4711)] },
    "a time": { participants: 8, kind: "scheduled", durationMinutes: 5, scheduledTime: secret("4711-01-01") },
    "an account": { participants: 8, account: secret("n4711") },
  };
  for (const [name, given] of Object.entries(wrong)) {
    it(`is quoted by no failure of a room: ${name}`, async () => {
      assert.doesNotMatch(await printed(roomUrn, given), /4711/);
    });
    it(`is quoted by no failure of a set, among its defaults or in a room: ${name}`, async () => {
      const inRoom = await printed(setUrn, { rooms: { a: given } });
      const inDefaults = await printed(setUrn, { defaults: given, rooms: { a: {} } });
      const secretRoom = await printed(setUrn, { rooms: { a: secret(shown(given)) } });
      const secretRooms = await printed(setUrn, { rooms: secret({ a: shown(given) }) });
      const secretDefaults = await printed(setUrn, { defaults: secret(shown(given)), rooms: { a: {} } });
      assert.doesNotMatch([inRoom, inDefaults, secretRoom, secretRooms, secretDefaults].join("\n"), /4711/);
    });
  }

  it("is quoted where it is none, so that the message helps", async () => {
    assert.match(await printed(roomUrn, { participants: -4711 }), /participants: -4711 is less than 1/);
    assert.match(await printed(setUrn, { rooms: { a: { participants: -4711 } } }), /-4711 is less than 1/);
  });

  it("shows nothing of a set's rooms where they are no object, nor of a file", async () => {
    const rooms = [{ name: "4711" }];
    assert.doesNotMatch(await printed(setUrn, { rooms }), /4711/);
    assert.doesNotMatch(await printed(setUrn, { room: rooms, rooms: {} }), /4711/);
    assert.doesNotMatch(await printed(setUrn, { defaults: rooms, rooms: {} }), /4711/);
    const file = { ...asset, text: "4711" };
    assert.doesNotMatch(await printed(roomUrn, { participants: 8, name: file }), /4711/);
  });
});
