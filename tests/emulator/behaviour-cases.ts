import type { Behaviour } from "../../emulator/index";
import { roomWith, type Send } from "./client";

/** What a request shows of the two sides of a switch. */
interface Case {
  other: Partial<Behaviour>;
  /** What to look at. */
  seen(send: Send, emulator: { join(id: string): unknown; leave(id: string): unknown }): Promise<unknown>;
  byDefault: unknown;
  otherwise: unknown;
}

const scheduled = { scheduled: true, scheduled_time: "2026-05-04 12:10:00", duration: 30 };
const missing = "/rooms/0123456789abcdef01234567";
const status = async (answer: Promise<{ status: number }>) => (await answer).status;
const result = async (answer: Promise<{ json: any }>) => (await answer).json.result;
export const settings = async (send: Send, id: string) =>
  (await send("GET", `/rooms/${id}`)).json.room.settings;
const codeOf = (settings: Record<string, unknown>) => (send: Send) =>
  result(send("POST", "/rooms", roomWith(settings)));

/** Each switch, and what tells its values apart. */
export const cases: { [Name in keyof Behaviour]: Case } = {
  createStatus: {
    other: { createStatus: 201 },
    seen: (send) => status(send("POST", "/rooms", roomWith())),
    byDefault: 200,
    otherwise: 201,
  },
  putAllowed: {
    other: { putAllowed: true },
    seen: async (send) => status(send("PUT", `/rooms/${await made(send)}`, { name: "Other" })),
    byDefault: 405,
    otherwise: 200,
  },
  errorStyle: {
    other: { errorStyle: "error_code" },
    seen: async (send) => {
      const { status, json } = await send("GET", missing);
      return [status, Object.keys(json), json.error_code, json.message];
    },
    byDefault: [404, ["result", "error", "desc"], undefined, undefined],
    otherwise: [404, ["status", "error_code", "message", "request_id"], "NOT_FOUND", "Room not found"],
  },
  errorStatus: {
    other: { errorStatus: 200 },
    seen: async (send) => {
      const { status, json } = await send("GET", missing);
      return [status, json.result];
    },
    byDefault: [404, 40001],
    otherwise: [200, 40001],
  },
  errorResult: {
    other: { errorResult: "string" },
    seen: (send) => result(send("GET", missing)),
    byDefault: 40001,
    otherwise: "40001",
  },
  unauthorizedBody: {
    other: { unauthorizedBody: "empty" },
    seen: async (send) => {
      const { status, text } = await send("GET", "/rooms", undefined, { authorization: "Basic eA==" });
      return [status, text];
    },
    byDefault: [401, '{"result":10000,"error":"[Reason] Application not found","desc":""}'],
    otherwise: [401, ""],
  },
  validationStatus: {
    other: { validationStatus: 422 },
    seen: (send) => status(send("POST", "/rooms", roomWith({ quality: "XL" }))),
    byDefault: 400,
    otherwise: 422,
  },
  goneStatus: {
    other: { goneStatus: 410 },
    seen: (send) => status(send("DELETE", missing)),
    byDefault: 404,
    otherwise: 410,
  },
  patchActive: {
    other: { patchActive: "accept" },
    seen: async (send, emulator) => {
      const id = await made(send);
      emulator.join(id);
      return result(send("PATCH", `/rooms/${id}`, { name: "Other" }));
    },
    byDefault: 10030,
    otherwise: 0,
  },
  patchLate: {
    other: { patchLate: "accept" },
    seen: async (send) => result(send("PATCH", `/rooms/${await made(send, scheduled)}`, { name: "Other" })),
    byDefault: 10030,
    otherwise: 0,
  },
  deleteActiveCode: {
    other: { deleteActiveCode: 50004 },
    seen: async (send, emulator) => {
      const id = await made(send);
      emulator.join(id);
      const { status, json } = await send("DELETE", `/rooms/${id}`);
      return [status, json.result];
    },
    byDefault: [409, 10030],
    otherwise: [500, 50004],
  },
  usersWhenEmpty: {
    other: { usersWhenEmpty: "null" },
    seen: async (send) => (await send("GET", `/rooms/${await made(send)}/users`)).text,
    byDefault: '{"result":0,"total":0,"users":[]}',
    otherwise: '{"result":0,"total":0,"users":null}',
  },
  scheduledAfterEnd: {
    other: { scheduledAfterEnd: "gone" },
    seen: async (send) => {
      const id = await made(send, scheduled);
      await send("PUT", "/_emulator/time", { advance: 41 * 60_000 });
      return [await result(send("GET", `/rooms/${id}`)), (await send("GET", "/rooms")).json.rooms.length];
    },
    byDefault: [0, 1],
    otherwise: [40001, 0],
  },
  adhocDuration: {
    other: { adhocDuration: "ignored" },
    seen: async (send, emulator) => {
      const id = await made(send, { adhoc: true, duration: 30 });
      emulator.join(id);
      emulator.leave(id);
      return result(send("GET", `/rooms/${id}`));
    },
    byDefault: 0,
    otherwise: 40001,
  },
  scheduledTimeForm: {
    other: { scheduledTimeForm: "iso" },
    seen: async (send) => {
      const { room } = (await send("POST", "/rooms", roomWith(scheduled))).json;
      return [room.settings.scheduled_time, (await settings(send, room.room_id)).scheduled_time];
    },
    byDefault: ["2026-05-04 12:10:00", "2026-05-04 12:10:00"],
    otherwise: ["2026-05-04T12:10:00.000Z", "2026-05-04T12:10:00.000Z"],
  },
  countsForm: {
    other: { countsForm: "number" },
    seen: async (send) => {
      const { participants, moderators, duration } = await settings(
        send,
        await made(send, { duration: "5" }),
      );
      return [participants, moderators, duration];
    },
    byDefault: ["3", 1, "5"],
    otherwise: [3, 1, 5],
  },
  emptySettings: {
    other: { emptySettings: "echo" },
    seen: async (send) => {
      const id = await made(send, { description: "", scheduled_time: "", wait_moderator: false });
      await send("PATCH", `/rooms/${id}`, { settings: { billing_code: "" } });
      const { description, scheduled_time, wait_moderator, billing_code } = await settings(send, id);
      return [description, scheduled_time, wait_moderator, billing_code];
    },
    byDefault: [undefined, undefined, undefined, undefined],
    otherwise: ["", "", false, ""],
  },
  missingSettings: {
    other: { missingSettings: "omit" },
    seen: async (send) => Object.keys(await settings(send, await made(send))),
    byDefault: [
      ...["mode", "scheduled", "adhoc", "participants", "screen_share", "canvas", "media_configuration"],
      ...["moderators", "active_talker", "max_active_talkers", "encryption", "watermark"],
      ...["single_file_recording", "media_zone"],
    ],
    otherwise: ["mode", "scheduled", "adhoc", "participants"],
  },
  emptyInUpdate: {
    other: { emptyInUpdate: "ignore" },
    seen: async (send) => {
      const id = await made(send, { description: "Daily" });
      await send("PATCH", `/rooms/${id}`, { settings: { description: "" } });
      return (await settings(send, id)).description;
    },
    byDefault: undefined,
    otherwise: "Daily",
  },
  nestedInUpdate: {
    other: { nestedInUpdate: "replace" },
    seen: async (send) => {
      const id = await made(send, {
        role_based_recording: { moderator: "audio", participant: "audiovideo" },
      });
      await send("PATCH", `/rooms/${id}`, { settings: { role_based_recording: { participant: "audio" } } });
      return (await settings(send, id)).role_based_recording;
    },
    byDefault: { moderator: "audio", participant: "audio" },
    otherwise: { participant: "audio" },
  },
  listFirst: {
    other: { listFirst: "newest" },
    seen: async (send) => {
      const ids = [await made(send), await made(send)];
      return (await send("GET", "/rooms")).json.rooms.map((room: any) => ids.indexOf(room.room_id));
    },
    byDefault: [0, 1],
    otherwise: [1, 0],
  },
  listData: {
    other: { listData: false },
    seen: async (send) => {
      const { json } = await send("POST", "/rooms", { ...roomWith(), data: { course: 7 } });
      const [listed] = (await send("GET", "/rooms")).json.rooms;
      const { room } = (await send("GET", `/rooms/${json.room.room_id}`)).json;
      return [listed.data, room.data];
    },
    byDefault: [{ course: 7 }, { course: 7 }],
    otherwise: [undefined, { course: 7 }],
  },
  listDelayMs: {
    other: { listDelayMs: 2000 },
    seen: async (send) => {
      const listed = async () => (await send("GET", "/rooms")).json.rooms.map(({ name }: any) => name);
      const advance = (milliseconds: number) => send("PUT", "/_emulator/time", { advance: milliseconds });
      const id = await made(send);
      const seen = [await listed()];
      await advance(2000);
      seen.push(await listed());
      for (const name of ["Other", "Another"]) await send("PATCH", `/rooms/${id}`, { name });
      seen.push(await listed());
      await advance(1999);
      seen.push(await listed());
      await advance(1);
      return [...seen, await listed(), (await send("GET", `/rooms/${id}`)).json.room.name];
    },
    byDefault: [["Stand-up"], ["Stand-up"], ["Another"], ["Another"], ["Another"], "Another"],
    otherwise: [[], ["Stand-up"], ["Stand-up"], ["Stand-up"], ["Another"], "Another"],
  },
  unknownSettings: {
    other: { unknownSettings: "accept" },
    seen: async (send) => {
      const { json } = await send("POST", "/rooms", roomWith({ video: true }));
      return json.room?.settings.video ?? json.result;
    },
    byDefault: 10009,
    otherwise: true,
  },
  unknownKeys: {
    other: { unknownKeys: "refuse" },
    seen: async (send) => [
      await result(send("POST", "/rooms", { ...roomWith(), colour: "red" })),
      await result(send("PATCH", `/rooms/${await made(send)}`, { colour: "red" })),
    ],
    byDefault: [0, 0],
    otherwise: [400, 400],
  },
  unscheduledTime: {
    other: { unscheduledTime: "refuse" },
    seen: async (send) => {
      const scheduled_time = "2026-05-04 15:00:00";
      const id = await made(send);
      const patched = await result(send("PATCH", `/rooms/${id}`, { settings: { scheduled_time } }));
      const { json } = await send("POST", "/rooms", roomWith({ scheduled: false, scheduled_time }));
      return [json.room?.settings.scheduled_time ?? json.result, patched];
    },
    byDefault: ["2026-05-04 15:00:00", 0],
    otherwise: [10018, 10018],
  },
  participantsRequired: {
    other: { participantsRequired: false },
    seen: codeOf({ participants: undefined }),
    byDefault: 10007,
    otherwise: 0,
  },
  appQuality: {
    other: { appQuality: "LD" },
    seen: codeOf({ quality: "SD" }),
    byDefault: 0,
    otherwise: 10021,
  },
  maxParticipants: {
    other: { maxParticipants: 10 },
    seen: codeOf({ participants: 11 }),
    byDefault: 0,
    otherwise: 10007,
  },
  maxAudiences: {
    other: { maxAudiences: 0 },
    seen: codeOf({ audiences: 1 }),
    byDefault: 0,
    otherwise: 10018,
  },
};

/** The id of a new room, whatever status a create has. */
async function made(send: Send, settings: Record<string, unknown> = {}): Promise<string> {
  return (await send("POST", "/rooms", roomWith(settings))).json.room.room_id;
}
