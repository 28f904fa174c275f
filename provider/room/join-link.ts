import { type ArgumentMetadata, BadArguments, checkArguments } from "../arguments";
import type { JsonObject } from "../json";

const text = (description: string): ArgumentMetadata => ({ type: "string", description });
const flag = (description: string): ArgumentMetadata => ({ type: "boolean", description });
const pick = (description: string, values: Record<string, string>): ArgumentMetadata => ({
  type: "string",
  description,
  values,
});

/**
 * The query parameters of a meeting page, as documented by the vendor. Their names are in camel case: `userRef` is
 * `user_ref`. Booleans are sent as `yes` and `no`.
 */
export const joinOptions = {
  name: text("Name of the person who joins."),
  userRef: text("Your own reference for the person; it appears in call reports."),
  video: flag("Join with the camera on."),
  audio: flag("Join with the microphone on."),
  landing: flag("Show the landing page first. `false` requires `name`."),

  screenshare: flag("Allow screen sharing."),
  whiteboard: flag("Allow the whiteboard."),
  liveStreaming: flag("Allow live streaming."),
  groupChat: flag("Allow chat with everyone."),
  pvtChat: flag("Allow private chat."),
  roomLock: flag("Allow locking the room."),

  bgImgUrl: text("URL of the page's background image."),
  bgImgRepeat: pick("How the background image repeats.", {
    "no-repeat": "Not at all.",
    "repeat-x": "Horizontally.",
    "repeat-y": "Vertically.",
  }),
  bgImgPosition: text("Position of the background image, such as `left bottom`."),
  userListParticipant: flag("Show the list of people to participants."),
  userListModerator: flag("Show the list of people to moderators."),
  fixedToolbar: flag("Always show the toolbar."),
  gridView: pick("Layout of the videos.", { gallery: "Gallery layout.", leader: "Leader layout." }),
  topbar: flag("Show the bar at the top."),
  userCount: flag("Show the number of people."),
  roomName: flag("Show the room's name."),
  clock: flag("Show the clock."),
  virtualBgImgs: text("Images for virtual backgrounds."),

  username: flag("Lite edition: show people's names."),
  disconnectButton: flag("Lite edition: show the leave button."),
  iconColor: text("Lite edition: colour of the icons."),
  conBgColor: text("Lite edition: colour behind the controls."),
  disconnectIconColor: text("Lite edition: colour of the icon on the leave button."),
  disconnectIconBgColor: text("Lite edition: background colour of the leave button."),

  lobbyTimeout: {
    type: "integer",
    description: "Maximum time in the lobby, in seconds. The documented default is 120.",
  },
  lobbyExitUrl: text("URL to open after the lobby, if the person is not admitted."),
  lobbyImg1: text("URL of the first image in the lobby."),
  lobbyImg2: text("URL of the second image in the lobby."),
  lobbyImg3: text("URL of the third image in the lobby."),
  lobbyText1: text("First text in the lobby."),
  lobbyText2: text("Second text in the lobby."),
  lobbyText3: text("Third text in the lobby."),
  lobbyVideo: text("URL of a video in the lobby."),
  lobbyMusic: text("URL of music in the lobby."),

  exitUrl: text("URL to open after the meeting."),
  exitUrlTarget: pick("Where to open `exitUrl`.", {
    parent: "In the page that embeds the meeting.",
    self: "In place of the meeting.",
  }),
  skipMediaPermissionPrompt: flag(
    "For Android web views: the app already has the permissions for camera and microphone.",
  ),
} as const satisfies Record<string, ArgumentMetadata>;

/** The arguments of `joinUrl`. */
export const joinArguments = {
  url: {
    type: "string",
    description: "The link: a room's `participantUrl` or `moderatorUrl`.",
    required: true,
    problem: (url: string) =>
      URL.canParse(url) ? undefined : "is not a URL; pass a room's participantUrl or moderatorUrl",
  },
  ...joinOptions,
} as const satisfies Record<string, ArgumentMetadata>;

/**
 * A meeting link with query parameters, in the order of the arguments.
 *
 * @throws BadArguments if an argument is invalid or `landing: false` has no `name`
 */
export function joinLink(args: JsonObject): string {
  const { url, skipMediaPermissionPrompt, ...options } = checkArguments(args, joinArguments);
  if (options.landing === false && !options.name) {
    const reason = "landing: false requires name, because only the landing page asks for it";
    throw new BadArguments([{ property: "landing", reason }]);
  }
  const query = Object.entries(options).map(
    ([key, value]) => `${documentedName(key)}=${encodeURIComponent(wellFormed(asText(value)))}`,
  );
  if (skipMediaPermissionPrompt) query.push("skipMediaPermissionPrompt");
  const link = url as string;
  if (query.length === 0) return link;
  const at = link.indexOf("#");
  const [base, fragment] = at < 0 ? [link, ""] : [link.slice(0, at), link.slice(at)];
  return `${base}${base.includes("?") ? "&" : "?"}${query.join("&")}${fragment}`;
}

const asText = (value: unknown): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : String(value);

/** Replaces unpaired surrogates, which cannot be percent-encoded, with the replacement character. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/** `userRef` → `user_ref`, `lobbyImg1` → `lobby_img_1`. */
const documentedName = (key: string): string => key.replace(/[A-Z]|\d/g, (sign) => `_${sign.toLowerCase()}`);
