import type { Behaviour } from "../../emulator/index";
import { roomWith, type Send } from "../support/emulator";

/** A switch with the observable difference between two of its values. */
interface Case {
  change: Partial<Behaviour>;
  /** Sends requests and returns what depends on the switch. */
  observe(send: Send, emulator: { join(id: string): unknown; leave(id: string): unknown }): Promise<unknown>;
  byDefault: unknown;
  afterChange: unknown;
}

const scheduled = { scheduled: true, scheduled_time: "2026-05-04 12:10:00", duration: 30 };
const missing = "/rooms/0123456789abcdef01234567";
const status = async (response: Promise<{ status: number }>) => (await response).status;
const result = async (response: Promise<{ json: any }>) => (await response).json.result;
export const settings = async (send: Send, id: string) =>
  (await send("GET", `/rooms/${id}`)).json.room.settings;
const codeOf = (settings: Record<string, unknown>) => (send: Send) =>
  result(send("POST", "/rooms", roomWith(settings)));

/** One case for each switch. */
export const cases: { [Name in keyof Behaviour]: Case } = {
  createStatus: {
    change: { createStatus: 201 },
    observe: (send) => status(send("POST", "/rooms", roomWith())),
    byDefault: 200,
    afterChange: 201,
  },
  putAllowed: {
    change: { putAllowed: true },
    observe: async (send) => status(send("PUT", `/rooms/${await newRoom(send)}`, { name: "Other" })),
    byDefault: 405,
    afterChange: 200,
  },
  errorStyle: {
    change: { errorStyle: "error_code" },
    observe: async (send) => {
      const { status, json } = await send("GET", missing);
      return [status, Object.keys(json), json.error_code, json.message];
    },
    byDefault: [404, ["result", "error", "desc"], undefined, undefined],
    afterChange: [404, ["status", "error_code", "message", "request_id"], "NOT_FOUND", "Room not found"],
  },
  errorStatus: {
    change: { errorStatus: 200 },
    observe: async (send) => {
      const { status, json } = await send("GET", missing);
      return [status, json.result];
    },
    byDefault: [404, 40001],
    afterChange: [200, 40001],
  },
  errorResult: {
    change: { errorResult: "string" },
    observe: (send) => result(send("GET", missing)),
    byDefault: 40001,
    afterChange: "40001",
  },
  unauthorizedBody: {
    change: { unauthorizedBody: "empty" },
    observe: async (send) => {
      const { status, text } = await send("GET", "/rooms", undefined, { authorization: "Basic eA==" });
      return [status, text];
    },
    byDefault: [401, '{"result":10000,"error":"[Reason] Application not found","desc":""}'],
    afterChange: [401, ""],
  },
  validationStatus: {
    change: { validationStatus: 422 },
    observe: (send) => status(send("POST", "/rooms", roomWith({ quality: "XL" }))),
    byDefault: 400,
    afterChange: 422,
  },
  goneStatus: {
    change: { goneStatus: 410 },
    observe: (send) => status(send("DELETE", missing)),
    byDefault: 404,
    afterChange: 410,
  },
  patchActive: {
    change: { patchActive: "accept" },
    observe: async (send, emulator) => {
      const id = await newRoom(send);
      emulator.join(id);
      return result(send("PATCH", `/rooms/${id}`, { name: "Other" }));
    },
    byDefault: 10030,
    afterChange: 0,
  },
  patchLate: {
    change: { patchLate: "accept" },
    observe: async (send) =>
      result(send("PATCH", `/rooms/${await newRoom(send, scheduled)}`, { name: "Other" })),
    byDefault: 10030,
    afterChange: 0,
  },
  deleteActiveCode: {
    change: { deleteActiveCode: 50004 },
    observe: async (send, emulator) => {
      const id = await newRoom(send);
      emulator.join(id);
      const { status, json } = await send("DELETE", `/rooms/${id}`);
      return [status, json.result];
    },
    byDefault: [409, 10030],
    afterChange: [500, 50004],
  },
  usersWhenEmpty: {
    change: { usersWhenEmpty: "null" },
    observe: async (send) => (await send("GET", `/rooms/${await newRoom(send)}/users`)).text,
    byDefault: '{"result":0,"total":0,"users":[]}',
    afterChange: '{"result":0,"total":0,"users":null}',
  },
  scheduledAfterEnd: {
    change: { scheduledAfterEnd: "gone" },
    observe: async (send) => {
      const id = await newRoom(send, scheduled);
      await send("PUT", "/_emulator/time", { advance: 41 * 60_000 });
      return [await result(send("GET", `/rooms/${id}`)), (await send("GET", "/rooms")).json.rooms.length];
    },
    byDefault: [0, 1],
    afterChange: [40001, 0],
  },
  adhocDuration: {
    change: { adhocDuration: "ignored" },
    observe: async (send, emulator) => {
      const id = await newRoom(send, { adhoc: true, duration: 30 });
      emulator.join(id);
      emulator.leave(id);
      return result(send("GET", `/rooms/${id}`));
    },
    byDefault: 0,
    afterChange: 40001,
  },
  scheduledTimeForm: {
    change: { scheduledTimeForm: "iso" },
    observe: async (send) => {
      const { room } = (await send("POST", "/rooms", roomWith(scheduled))).json;
      return [room.settings.scheduled_time, (await settings(send, room.room_id)).scheduled_time];
    },
    byDefault: ["2026-05-04 12:10:00", "2026-05-04 12:10:00"],
    afterChange: ["2026-05-04T12:10:00.000Z", "2026-05-04T12:10:00.000Z"],
  },
  countsForm: {
    change: { countsForm: "number" },
    observe: async (send) => {
      const { participants, moderators, duration } = await settings(
        send,
        await newRoom(send, { duration: "5" }),
      );
      return [participants, moderators, duration];
    },
    byDefault: ["3", 1, "5"],
    afterChange: [3, 1, 5],
  },
  emptySettings: {
    change: { emptySettings: "echo" },
    observe: async (send) => {
      const id = await newRoom(send, { description: "", scheduled_time: "", wait_moderator: false });
      await send("PATCH", `/rooms/${id}`, { settings: { billing_code: "" } });
      const { description, scheduled_time, wait_moderator, billing_code } = await settings(send, id);
      return [description, scheduled_time, wait_moderator, billing_code];
    },
    byDefault: [undefined, undefined, undefined, undefined],
    afterChange: ["", "", false, ""],
  },
  missingSettings: {
    change: { missingSettings: "omit" },
    observe: async (send) => Object.keys(await settings(send, await newRoom(send))),
    byDefault: [
      ...["mode", "scheduled", "adhoc", "participants", "screen_share", "canvas", "media_configuration"],
      ...["moderators", "active_talker", "max_active_talkers", "encryption", "watermark"],
      ...["single_file_recording", "media_zone"],
    ],
    afterChange: ["mode", "scheduled", "adhoc", "participants"],
  },
  emptyInUpdate: {
    change: { emptyInUpdate: "ignore" },
    observe: async (send) => {
      const id = await newRoom(send, { description: "Daily" });
      await send("PATCH", `/rooms/${id}`, { settings: { description: "" } });
      return (await settings(send, id)).description;
    },
    byDefault: undefined,
    afterChange: "Daily",
  },
  nestedInUpdate: {
    change: { nestedInUpdate: "replace" },
    observe: async (send) => {
      const id = await newRoom(send, {
        role_based_recording: { moderator: "audio", participant: "audiovideo" },
      });
      await send("PATCH", `/rooms/${id}`, { settings: { role_based_recording: { participant: "audio" } } });
      return (await settings(send, id)).role_based_recording;
    },
    byDefault: { moderator: "audio", participant: "audio" },
    afterChange: { participant: "audio" },
  },
  listFirst: {
    change: { listFirst: "newest" },
    observe: async (send) => {
      const ids = [await newRoom(send), await newRoom(send)];
      return (await send("GET", "/rooms")).json.rooms.map((room: any) => ids.indexOf(room.room_id));
    },
    byDefault: [0, 1],
    afterChange: [1, 0],
  },
  listData: {
    change: { listData: false },
    observe: async (send) => {
      const { json } = await send("POST", "/rooms", { ...roomWith(), data: { course: 7 } });
      const [listed] = (await send("GET", "/rooms")).json.rooms;
      const { room } = (await send("GET", `/rooms/${json.room.room_id}`)).json;
      return [listed.data, room.data];
    },
    byDefault: [{ course: 7 }, { course: 7 }],
    afterChange: [undefined, { course: 7 }],
  },
  listDelayMs: {
    change: { listDelayMs: 2000 },
    observe: async (send) => {
      const listed = async () => (await send("GET", "/rooms")).json.rooms.map(({ name }: any) => name);
      const advance = (milliseconds: number) => send("PUT", "/_emulator/time", { advance: milliseconds });
      const id = await newRoom(send);
      const states = [await listed()];
      await advance(2000);
      states.push(await listed());
      for (const name of ["Other", "Another"]) await send("PATCH", `/rooms/${id}`, { name });
      states.push(await listed());
      await advance(1999);
      states.push(await listed());
      await advance(1);
      return [...states, await listed(), (await send("GET", `/rooms/${id}`)).json.room.name];
    },
    byDefault: [["Stand-up"], ["Stand-up"], ["Another"], ["Another"], ["Another"], "Another"],
    afterChange: [[], ["Stand-up"], ["Stand-up"], ["Stand-up"], ["Another"], "Another"],
  },
  unknownSettings: {
    change: { unknownSettings: "accept" },
    observe: async (send) => {
      const { json } = await send("POST", "/rooms", roomWith({ video: true }));
      return json.room?.settings.video ?? json.result;
    },
    byDefault: 10009,
    afterChange: true,
  },
  unknownKeys: {
    change: { unknownKeys: "refuse" },
    observe: async (send) => [
      await result(send("POST", "/rooms", { ...roomWith(), colour: "red" })),
      await result(send("PATCH", `/rooms/${await newRoom(send)}`, { colour: "red" })),
    ],
    byDefault: [0, 0],
    afterChange: [400, 400],
  },
  unscheduledTime: {
    change: { unscheduledTime: "refuse" },
    observe: async (send) => {
      const scheduled_time = "2026-05-04 15:00:00";
      const id = await newRoom(send);
      const patched = await result(send("PATCH", `/rooms/${id}`, { settings: { scheduled_time } }));
      const { json } = await send("POST", "/rooms", roomWith({ scheduled: false, scheduled_time }));
      return [json.room?.settings.scheduled_time ?? json.result, patched];
    },
    byDefault: ["2026-05-04 15:00:00", 0],
    afterChange: [10018, 10018],
  },
  participantsRequired: {
    change: { participantsRequired: false },
    observe: codeOf({ participants: undefined }),
    byDefault: 10007,
    afterChange: 0,
  },
  appQuality: {
    change: { appQuality: "LD" },
    observe: codeOf({ quality: "SD" }),
    byDefault: 0,
    afterChange: 10021,
  },
  maxParticipants: {
    change: { maxParticipants: 10 },
    observe: codeOf({ participants: 11 }),
    byDefault: 0,
    afterChange: 10007,
  },
  maxAudiences: {
    change: { maxAudiences: 0 },
    observe: codeOf({ audiences: 1 }),
    byDefault: 0,
    afterChange: 10018,
  },
};

/** Creates a room, whatever the status of a create, and returns its id. */
async function newRoom(send: Send, settings: Record<string, unknown> = {}): Promise<string> {
  return (await send("POST", "/rooms", roomWith(settings))).json.room.room_id;
}
