import assert from "node:assert/strict";
import { makeRoom, withRooms } from "../support/plugin";
import { type Json, secret, shown, urnOf } from "../support/protocol";
import { ID, makeSet, urn as setUrn } from "./sets";

const urn = urnOf("standup");
const meetingUrl = "https://hidden.example.com";
const hidden = (url: unknown) => {
  assert.deepEqual(url, secret(shown(url)), "it is a secret");
  assert.match(shown(url), /^https:\/\/hidden\.example\.com\//);
};

describe("plugin: the participants' link of a room with a secret meetingUrl", () => {
  it("is secret in a preview, and after a create, a refresh and an update", () =>
    withRooms(async (provider) => {
      const given = { participants: 8, meetingUrl: secret(meetingUrl) };
      const { id, inputs, state } = await makeRoom(provider, urn, given);
      hidden(state.participantUrl);
      hidden((await provider.read(urn, id, state, inputs)).state!.participantUrl);
      // Only one of the two, state or inputs, may contain the secret.
      hidden((await provider.read(urn, id, { ...state, meetingUrl }, inputs)).state!.participantUrl);
      const wanted = { ...inputs, participants: 9 };
      hidden((await provider.update(urn, id, state, wanted, { preview: true })).participantUrl);
      hidden((await provider.update(urn, id, state, wanted)).participantUrl);
      const plan = await provider.create(urn, inputs, { preview: true });
      assert.deepEqual(plan.state.participantUrl, secret(shown(plan.state.participantUrl)));
    }));

  it("is secret after an import", () =>
    withRooms(async (provider) => {
      const { id } = await makeRoom(provider, urn, { participants: 8 });
      const inputs = { participants: 8, meetingUrl: secret(meetingUrl) };
      const { state } = await provider.read(urn, id, undefined, inputs);
      assert.deepEqual(state!.participantUrl, secret(shown(state!.participantUrl)));
      const wanted = (await provider.check(urn, inputs)).inputs;
      hidden((await provider.update(urn, id, state!, wanted)).participantUrl);
    }));

  it("is no longer secret when the program makes meetingUrl plain", () =>
    withRooms(async (provider) => {
      const given = { participants: 8, meetingUrl: secret(meetingUrl) };
      const { id, inputs, state } = await makeRoom(provider, urn, given);
      const shownUrl = (await provider.update(urn, id, state, { ...inputs, meetingUrl })).participantUrl;
      assert.equal(shownUrl, shown(state.participantUrl));
      const { meetingUrl: _, ...rest } = inputs;
      assert.equal(typeof (await provider.update(urn, id, state, rest)).participantUrl, "string");
    }));

  it("is secret in a set only for that room, or for all rooms if it is a default", () =>
    withRooms(async (provider) => {
      const isHidden = (rooms: Json) =>
        [rooms.a, rooms.b].map((room) => typeof room.participantUrl !== "string");
      const rooms = { a: { meetingUrl: secret(meetingUrl) }, b: {} };
      const { inputs, state } = await makeSet(provider, { defaults: { participants: 2 }, rooms });
      hidden(state.rooms.a.participantUrl);
      assert.deepEqual(isHidden(state.rooms), [true, false]);
      const read = await provider.read(setUrn, ID, state, inputs);
      assert.deepEqual([read.state, read.inputs], [state, inputs]);
      const plan = await provider.update(setUrn, ID, state, inputs, { preview: true });
      assert.deepEqual(plan, state);

      const defaults = { participants: 2, meetingUrl: secret(meetingUrl) };
      const all = await makeSet(provider, { defaults, rooms: { a: {}, b: {} } });
      assert.deepEqual(isHidden(all.state.rooms), [true, true]);
    }));
});
