import * as pulumi from "@pulumi/pulumi";

/**
 * The query parameters of a meeting page, as the vendor documents them. Their names are the documented ones in camel
 * case (`userRef` is `user_ref`), booleans are sent as `yes` and `no`.
 */
export interface JoinOptions {
  /** Name under which the person enters. */
  name?: string;
  /** Your reference of the person, repeated in call reports. */
  userRef?: string;
  /** Enter with the camera on. */
  video?: boolean;
  /** Enter with the microphone on. */
  audio?: boolean;
  /** Show the landing page first. `false` needs `name`. */
  landing?: boolean;

  screenshare?: boolean;
  whiteboard?: boolean;
  liveStreaming?: boolean;
  groupChat?: boolean;
  pvtChat?: boolean;
  roomLock?: boolean;

  /** Address of an image behind the page. */
  bgImgUrl?: string;
  bgImgRepeat?: "no-repeat" | "repeat-x" | "repeat-y";
  /** Such as `left bottom`. */
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

  /** Seconds to wait in the lobby. The documented default is 120. */
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

  /** Where the person goes after the meeting. */
  exitUrl?: string;
  exitUrlTarget?: "parent" | "self";
  /** Android web views: the app has asked for the permissions already. */
  skipMediaPermissionPrompt?: boolean;
}

type JoinOptionInputs = { [K in keyof JoinOptions]: pulumi.Input<JoinOptions[K]> };

/**
 * A meeting link with query parameters. It is a secret where the link is one.
 *
 * @example
 * ```ts
 * export const aliceUrl = joinUrl(room.participantUrl, { name: "Alice", video: false, landing: false });
 * ```
 *
 * @throws RunError, when the stack runs, where the link is no URL, or where `landing: false` has no `name`
 */
export function joinUrl(url: pulumi.Input<string>, options: JoinOptionInputs = {}): pulumi.Output<string> {
  return pulumi.all([url, options]).apply(([link, known]) => withQuery(link, known as JoinOptions));
}

function withQuery(link: string, options: JoinOptions): string {
  if (!URL.canParse(link))
    throw new pulumi.RunError("joinUrl: the link is not a URL; pass a room's participantUrl or moderatorUrl");
  if (options.landing === false && !options.name) {
    throw new pulumi.RunError(
      "joinUrl: landing: false needs name, because nobody asks for it without the landing page",
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

/** Half a surrogate pair becomes the replacement character, for which there is a percent code. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/** `userRef` → `user_ref`, `lobbyImg1` → `lobby_img_1`. */
const documentedName = (key: string): string => key.replace(/[A-Z]|\d/g, (sign) => `_${sign.toLowerCase()}`);
