import assert from "node:assert/strict";
import fc from "fast-check";
import { appIdOfLink, linksOf, moderatorLink, participantLink } from "../../../provider/room/links";
import { UNKNOWN } from "../../../provider/unknown";
import { hexId } from "./any-room";

const ROOM = "60af1c2e5f8b9a0012345678";
const APP = "5f9e8d7c6b5a493827160504";

describe("links of a room", () => {
  it("follow the rule verified on real links", () => {
    assert.equal(participantLink("https://acme.yourvideo.live", ROOM), `https://acme.yourvideo.live/${ROOM}`);
    assert.equal(
      moderatorLink("https://acme.yourvideo.live", ROOM, APP),
      "https://acme.yourvideo.live/host/NjBhZjFjMmU1ZjhiOWEwMDEyMzQ1Njc4LTVmOWU4ZDdjNmI1YTQ5MzgyNzE2MDUwNA==",
    );
  });

  it("are the same for uppercase ids", () => {
    const origin = "https://Acme.example.com";
    assert.equal(participantLink(origin, ROOM.toUpperCase()), participantLink(origin, ROOM));
    assert.equal(
      moderatorLink(origin, ROOM.toUpperCase(), APP.toUpperCase()),
      moderatorLink(origin, ROOM, APP),
    );
  });

  it("are unknown until their origin and the room's id are known", () => {
    const known = { appId: APP, meetingUrl: "https://acme.yourvideo.live" };
    const unknown = { participantUrl: UNKNOWN, moderatorUrl: UNKNOWN };
    assert.deepEqual(linksOf({ ...known, meetingUrl: UNKNOWN }, ROOM), unknown);
    assert.deepEqual(linksOf(known, UNKNOWN), unknown);
    assert.equal(linksOf(known, ROOM).participantUrl, participantLink(known.meetingUrl, ROOM));
  });

  it("identify the project of a room for any origin and room id", () => {
    const origin = fc.constantFrom(
      "https://acme.yourvideo.live",
      "http://127.0.0.1:8080",
      "https://host/host/x",
    );
    const roomId = fc.oneof(hexId, fc.stringMatching(/^[\w-]+$/));
    fc.assert(
      fc.property(origin, roomId, hexId, (origin, roomId, appId) => {
        assert.equal(appIdOfLink(moderatorLink(origin, roomId, appId)), appId);
      }),
    );
  });

  it("identify no project if they are not links", () => {
    fc.assert(fc.property(fc.anything(), (link) => assert.equal(appIdOfLink(link), undefined)));
    assert.equal(appIdOfLink(participantLink("https://acme.yourvideo.live", ROOM)), undefined);
  });
});
