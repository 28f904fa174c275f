/**
 * The documented query parameters of a meeting link: the type of each value, and its effect on these pages.
 */
const documented = {
  name: ["text", "the name in the form"],
  user_ref: ["text", "your reference for the person, as the room's users show it"],
  video: ["yes or no", "whether the camera starts on"],
  audio: ["yes or no", "whether the microphone starts on"],
  landing: ["yes or no", "no: joins as soon as the room is open, if a name is given"],

  screenshare: ["yes or no", "no effect without media"],
  whiteboard: ["yes or no", "no effect without media"],
  live_streaming: ["yes or no", "no effect without media"],
  group_chat: ["yes or no", "no effect without media"],
  pvt_chat: ["yes or no", "no effect without media"],
  room_lock: ["yes or no", "no effect without media"],

  bg_img_url: ["a URL", "image behind the page"],
  bg_img_repeat: ["no-repeat, repeat-x or repeat-y", "how the image is repeated"],
  bg_img_position: ["text", "position of the image"],
  user_list_participant: ["yes or no", "list of people, for participants"],
  user_list_moderator: ["yes or no", "list of people, for moderators"],
  fixed_toolbar: ["yes or no", "whether the buttons stay visible"],
  grid_view: ["gallery or leader", "tiles of equal size, or one large tile"],
  topbar: ["yes or no", "bar above the meeting"],
  user_count: ["yes or no", "number of people inside"],
  room_name: ["yes or no", "name of the room"],
  clock: ["yes or no", "time since you joined"],
  virtual_bg_imgs: ["text", "no effect without media"],

  username: ["yes or no", "names on the tiles"],
  disconnect_button: ["yes or no", "leave button"],
  icon_color: ["a colour", "icons on the buttons"],
  con_bg_color: ["a colour", "background of the meeting"],
  disconnect_icon_color: ["a colour", "text of the leave button"],
  disconnect_icon_bg_color: ["a colour", "leave button"],

  lobby_timeout: ["a number of seconds", "maximum wait for the moderator"],
  lobby_exit_url: ["a URL", "opened if the moderator does not arrive"],
  lobby_img_1: ["a URL", "image in the lobby"],
  lobby_img_2: ["a URL", "image in the lobby"],
  lobby_img_3: ["a URL", "image in the lobby"],
  lobby_text_1: ["text", "text in the lobby"],
  lobby_text_2: ["text", "text in the lobby"],
  lobby_text_3: ["text", "text in the lobby"],
  lobby_video: ["a URL", "video in the lobby"],
  lobby_music: ["a URL", "music in the lobby"],

  exit_url: ["a URL", "opened after the meeting"],
  exit_url_target: ["parent or self", "window in which exit_url opens"],
  skipMediaPermissionPrompt: ["empty", "asks for camera and microphone on load"],
} as const satisfies Record<string, [type: string, effect: string]>;

export type OptionName = keyof typeof documented;

export interface LinkOptions {
  /** The documented parameters with a valid value. URLs are absolute, with http or https. */
  options: Partial<Record<OptionName, string>>;
  /** Every parameter of the link in order, with its effect or why it is invalid. */
  parameters: { name: string; value: string; effect: string; invalid: boolean }[];
}

export function readLinkOptions(query: URLSearchParams): LinkOptions {
  const options: LinkOptions["options"] = {};
  const parameters = [...query].map(([name, value]) => {
    if (!isDocumented(name)) return { name, value, effect: "not a documented parameter", invalid: true };
    const [type, effect] = documented[name];
    const parsed = parse[type](value);
    if (parsed === undefined) return { name, value, effect: `must be ${type}`, invalid: true };
    options[name] ??= parsed;
    return { name, value, effect, invalid: false };
  });
  return { options, parameters };
}

/** The origins from which a page with these options loads images and media. */
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

const parse: Record<(typeof documented)[OptionName][0], (value: string) => string | undefined> = {
  text: (value) => value.slice(0, 200),
  empty: () => "yes",
  "yes or no": oneOf("yes", "no"),
  "parent or self": oneOf("parent", "self"),
  "gallery or leader": oneOf("gallery", "leader"),
  "no-repeat, repeat-x or repeat-y": oneOf("no-repeat", "repeat-x", "repeat-y"),
  "a number of seconds": (value) => (/^\d{1,5}$/.test(value) && Number(value) > 0 ? value : undefined),
  // The browser decides whether it is a colour.
  "a colour": (value) => (/^[#\w(),.%\s/-]{1,50}$/.test(value) ? value : undefined),
  "a URL": (value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    // URLs of other schemes, such as blob:, can have a similar origin.
    if (url?.protocol !== "http:" && url?.protocol !== "https:") return undefined;
    // A semicolon in the host would end its directive in the content policy.
    return /^https?:\/\/[\w.:[\]-]+$/.test(url.origin) ? url.href : undefined;
  },
};
