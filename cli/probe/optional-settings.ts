import type { JsonObject } from "../../provider/json";
import { sameValue } from "../../provider/room/compare";
import type { ApiResponse } from "./exchange";
import type { Session } from "./session";

/** For each optional setting, a value other than the default, and the default if one is documented. */
export const optionalSettings: Record<string, { value: unknown; default?: unknown }> = {
  description: { value: "Created by pulumi-enablex probe" },
  billing_code: { value: "probe" },
  auto_recording: { value: true, default: false },
  canvas: { value: true, default: false },
  screen_share: { value: false, default: true },
  abwd: { value: false, default: true },
  active_talker: { value: false, default: true },
  max_active_talkers: { value: 2 },
  knock: { value: true, default: false },
  wait_for_moderator: { value: true, default: false },
  media_zone: { value: "US", default: "XX" },
  single_file_recording: { value: true, default: false },
  role_based_recording: {
    value: { moderator: "audio", participant: "audio" },
    default: { moderator: "audiovideo", participant: "audiovideo" },
  },
  live_recording: { value: { auto_recording: false, url: "rtmp://live.example.com/probe" } },
  watermark: { value: true, default: false },
  hls_view_url: { value: "https://example.com/probe", default: "DEFAULT" },
};

export const optionalValues = valuesOf(Object.keys(optionalSettings));

/** Whether the API returns an optional setting as sent, in any type. */
export const isKept = (key: string, answered: unknown): boolean =>
  answered !== undefined && sameValue(answered, optionalSettings[key]!.value);

/** Maximum requests to find the refused settings. */
const MAX_TRIES = 24;

/**
 * Sends settings in one PATCH. If the API refuses it, sends halves of it to find the refused settings.
 *
 * @returns the refusing response by setting; `undefined` as the response if {@link MAX_TRIES} did not suffice
 */
export async function patchSettings(session: Session, id: string, settings: JsonObject) {
  const refused = new Map<string, ApiResponse | undefined>();
  let tries = 0;
  async function send(keys: string[]): Promise<void> {
    if (++tries > MAX_TRIES) {
      for (const key of keys) refused.set(key, undefined);
      return;
    }
    const changes = Object.fromEntries(keys.map((key) => [key, settings[key]]));
    const response = await session.patch(id, { settings: changes });
    if (response.content) return;
    if (keys.length === 1) {
      refused.set(keys[0]!, response);
      return;
    }
    const middle = Math.ceil(keys.length / 2);
    await send(keys.slice(0, middle));
    await send(keys.slice(middle));
  }
  await send(Object.keys(settings));
  return refused;
}

export function valuesOf(keys: string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, optionalSettings[key]!.value]));
}
