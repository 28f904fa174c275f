import * as pulumi from "@pulumi/pulumi";

/**
 * The query parameters of a meeting page, as documented by the vendor. Their names are in camel case: `userRef` is
 * `user_ref`. Booleans are sent as `yes` and `no`.
 */
export interface JoinOptions {
  /** Name of the person who joins. */
  name?: string;
  /** Your own reference for the person; it appears in call reports. */
  userRef?: string;
  /** Join with the camera on. */
  video?: boolean;
  /** Join with the microphone on. */
  audio?: boolean;
  /** Show the landing page first. `false` requires `name`. */
  landing?: boolean;

  screenshare?: boolean;
  whiteboard?: boolean;
  liveStreaming?: boolean;
  groupChat?: boolean;
  pvtChat?: boolean;
  roomLock?: boolean;

  /** URL of the page's background image. */
  bgImgUrl?: string;
  bgImgRepeat?: "no-repeat" | "repeat-x" | "repeat-y";
  /** Position of the background image, such as `left bottom`. */
  bgImgPosition?: string;
  userListParticipant?: boolean;
  userListModerator?: boolean;
  fixedToolbar?: boolean;
  gridView?: "gallery" | "leader";
  topbar?: boolean;
  userCount?: boolean;
  roomName?: boolean;
  clock?: boolean;
  virtualBgImgs?: string;

  /** Lite edition. */
  username?: boolean;
  /** Lite edition. */
  disconnectButton?: boolean;
  /** Lite edition: a colour. */
  iconColor?: string;
  /** Lite edition: a colour. */
  conBgColor?: string;
  /** Lite edition: a colour. */
  disconnectIconColor?: string;
  /** Lite edition: a colour. */
  disconnectIconBgColor?: string;

  /** Maximum time in the lobby, in seconds. The documented default is 120. */
  lobbyTimeout?: number;
  lobbyExitUrl?: string;
  lobbyImg1?: string;
  lobbyImg2?: string;
  lobbyImg3?: string;
  lobbyText1?: string;
  lobbyText2?: string;
  lobbyText3?: string;
  lobbyVideo?: string;
  lobbyMusic?: string;

  /** URL to open after the meeting. */
  exitUrl?: string;
  exitUrlTarget?: "parent" | "self";
  /** Android web views: the app already has the permissions for camera and microphone. */
  skipMediaPermissionPrompt?: boolean;
}

type JoinOptionInputs = { [K in keyof JoinOptions]: pulumi.Input<JoinOptions[K]> };

/**
 * A meeting link with query parameters. The result is a secret if the link is one.
 *
 * @example
 * ```ts
 * export const aliceUrl = joinUrl(room.participantUrl, { name: "Alice", video: false, landing: false });
 * ```
 *
 * @throws RunError when the stack runs, if the link is not a URL or `landing: false` has no `name`
 */
export function joinUrl(url: pulumi.Input<string>, options: JoinOptionInputs = {}): pulumi.Output<string> {
  return pulumi.all([url, options]).apply(([link, known]) => withQuery(link, known as JoinOptions));
}

function withQuery(link: string, options: JoinOptions): string {
  if (!URL.canParse(link))
    throw new pulumi.RunError("joinUrl: the link is not a URL; pass a room's participantUrl or moderatorUrl");
  if (options.landing === false && !options.name) {
    throw new pulumi.RunError(
      "joinUrl: landing: false requires name, because only the landing page asks for it",
    );
  }
  const { skipMediaPermissionPrompt, ...rest } = options;
  const query = Object.entries(rest)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => `${documentedName(key)}=${encodeURIComponent(wellFormed(asText(value)))}`);
  if (skipMediaPermissionPrompt) query.push("skipMediaPermissionPrompt");
  if (query.length === 0) return link;
  const at = link.indexOf("#");
  const [base, fragment] = at < 0 ? [link, ""] : [link.slice(0, at), link.slice(at)];
  return `${base}${base.includes("?") ? "&" : "?"}${query.join("&")}${fragment}`;
}

const asText = (value: string | number | boolean): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : String(value);

/** Replaces half surrogate pairs, which cannot be percent-encoded, by the replacement character. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/** `userRef` → `user_ref`, `lobbyImg1` → `lobby_img_1`. */
const documentedName = (key: string): string => key.replace(/[A-Z]|\d/g, (sign) => `_${sign.toLowerCase()}`);
