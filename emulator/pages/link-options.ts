/**
 * The query parameters that a meeting link can carry, as the vendor documents them: what each takes, and what it does here. "shown" ones that
 * have nothing to act on without media are only told to whoever looks into the link.
 */
const documented = {
  name: ["text", "the name in the form"],
  user_ref: ["text", "your reference of the person, as the users of the room show it"],
  video: ["yes or no", "the camera at the beginning"],
  audio: ["yes or no", "the microphone at the beginning"],
  landing: ["yes or no", "no: enters as soon as the room is open, if there is a name"],

  screenshare: ["yes or no", "no effect without media"],
  whiteboard: ["yes or no", "no effect without media"],
  live_streaming: ["yes or no", "no effect without media"],
  group_chat: ["yes or no", "no effect without media"],
  pvt_chat: ["yes or no", "no effect without media"],
  room_lock: ["yes or no", "no effect without media"],

  bg_img_url: ["web address", "image behind the page"],
  bg_img_repeat: ["no-repeat, repeat-x or repeat-y", "how the image is repeated"],
  bg_img_position: ["text", "where the image lies"],
  user_list_participant: ["yes or no", "list of people, for participants"],
  user_list_moderator: ["yes or no", "list of people, for moderators"],
  fixed_toolbar: ["yes or no", "whether the buttons stay in sight"],
  grid_view: ["gallery or leader", "tiles of one size, or one large"],
  topbar: ["yes or no", "bar above the meeting"],
  user_count: ["yes or no", "how many are inside"],
  room_name: ["yes or no", "name of the room"],
  clock: ["yes or no", "how long you are inside"],
  virtual_bg_imgs: ["text", "no effect without media"],

  username: ["yes or no", "names on the tiles"],
  disconnect_button: ["yes or no", "button to leave"],
  icon_color: ["colour", "signs on the buttons"],
  con_bg_color: ["colour", "background of the meeting"],
  disconnect_icon_color: ["colour", "text of the button to leave"],
  disconnect_icon_bg_color: ["colour", "button to leave"],

  lobby_timeout: ["seconds", "how long to wait for the moderator"],
  lobby_exit_url: ["web address", "where to go when the moderator does not come"],
  lobby_img_1: ["web address", "image in the lobby"],
  lobby_img_2: ["web address", "image in the lobby"],
  lobby_img_3: ["web address", "image in the lobby"],
  lobby_text_1: ["text", "text in the lobby"],
  lobby_text_2: ["text", "text in the lobby"],
  lobby_text_3: ["text", "text in the lobby"],
  lobby_video: ["web address", "film in the lobby"],
  lobby_music: ["web address", "music in the lobby"],

  exit_url: ["web address", "where to go after the meeting"],
  exit_url_target: ["parent or self", "which window goes there"],
  skipMediaPermissionPrompt: ["nothing", "asks for camera and microphone at once"],
} as const satisfies Record<string, [takes: string, does: string]>;

export type OptionName = keyof typeof documented;

export interface LinkOptions {
  /** Those that are documented and have a value they can have. Web addresses are whole ones, of http or https. */
  options: Partial<Record<OptionName, string>>;
  /** Every parameter of the link, in its order, with what is to be said of it. */
  told: { name: string; value: string; does: string; wrong: boolean }[];
}

export function readLinkOptions(query: URLSearchParams): LinkOptions {
  const options: LinkOptions["options"] = {};
  const told = [...query].map(([name, value]) => {
    if (!isDocumented(name)) return { name, value, does: "not a documented parameter", wrong: true };
    const [takes, does] = documented[name];
    const understood = understand[takes](value);
    if (understood === undefined) return { name, value, does: `takes ${takes}`, wrong: true };
    options[name] ??= understood;
    return { name, value, does, wrong: false };
  });
  return { options, told };
}

/** The origins that a page with these options loads something from. */
export function loadedOrigins(options: LinkOptions["options"]): { images: string[]; media: string[] } {
  const origins = (names: OptionName[]) =>
    names.flatMap((name) => (options[name] ? [new URL(options[name]).origin] : []));
  return {
    images: origins(["bg_img_url", "lobby_img_1", "lobby_img_2", "lobby_img_3"]),
    media: origins(["lobby_video", "lobby_music"]),
  };
}

function isDocumented(name: string): name is OptionName {
  return Object.hasOwn(documented, name);
}

const oneOf =
  (...values: string[]) =>
  (value: string) =>
    values.find((candidate) => candidate === value);

const understand: Record<(typeof documented)[OptionName][0], (value: string) => string | undefined> = {
  text: (value) => value.slice(0, 200),
  nothing: () => "yes",
  "yes or no": oneOf("yes", "no"),
  "parent or self": oneOf("parent", "self"),
  "gallery or leader": oneOf("gallery", "leader"),
  "no-repeat, repeat-x or repeat-y": oneOf("no-repeat", "repeat-x", "repeat-y"),
  seconds: (value) => (/^\d{1,5}$/.test(value) && Number(value) > 0 ? value : undefined),
  // Whether it is a colour, the browser knows.
  colour: (value) => (/^[#\w(),.%\s/-]{1,50}$/.test(value) ? value : undefined),
  "web address": (value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    // Those of other protocols, blob: for one, may have an origin that looks like this, too.
    if (url?.protocol !== "http:" && url?.protocol !== "https:") return undefined;
    // A host may hold a semicolon, which would end its part of the page's content policy.
    return /^https?:\/\/[\w.:[\]-]+$/.test(url.origin) ? url.href : undefined;
  },
};
