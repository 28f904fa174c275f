// Generated from provider/room/join-link.ts and embed.ts by `npm run generate`; do not edit.
import type * as pulumi from "@pulumi/pulumi";

/** The query parameters of a meeting page, as documented by the vendor. */
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
  /** Allow screen sharing. */
  screenshare?: boolean;
  /** Allow the whiteboard. */
  whiteboard?: boolean;
  /** Allow live streaming. */
  liveStreaming?: boolean;
  /** Allow chat with everyone. */
  groupChat?: boolean;
  /** Allow private chat. */
  pvtChat?: boolean;
  /** Allow locking the room. */
  roomLock?: boolean;
  /** URL of the page's background image. */
  bgImgUrl?: string;
  /**
   * How the background image repeats.
   * - `no-repeat`: Not at all.
   * - `repeat-x`: Horizontally.
   * - `repeat-y`: Vertically.
   */
  bgImgRepeat?: "no-repeat" | "repeat-x" | "repeat-y";
  /** Position of the background image, such as `left bottom`. */
  bgImgPosition?: string;
  /** Show the list of people to participants. */
  userListParticipant?: boolean;
  /** Show the list of people to moderators. */
  userListModerator?: boolean;
  /** Always show the toolbar. */
  fixedToolbar?: boolean;
  /**
   * Layout of the videos.
   * - `gallery`: Gallery layout.
   * - `leader`: Leader layout.
   */
  gridView?: "gallery" | "leader";
  /** Show the bar at the top. */
  topbar?: boolean;
  /** Show the number of people. */
  userCount?: boolean;
  /** Show the room's name. */
  roomName?: boolean;
  /** Show the clock. */
  clock?: boolean;
  /** Images for virtual backgrounds. */
  virtualBgImgs?: string;
  /** Lite edition: show people's names. */
  username?: boolean;
  /** Lite edition: show the leave button. */
  disconnectButton?: boolean;
  /** Lite edition: colour of the icons. */
  iconColor?: string;
  /** Lite edition: colour behind the controls. */
  conBgColor?: string;
  /** Lite edition: colour of the icon on the leave button. */
  disconnectIconColor?: string;
  /** Lite edition: background colour of the leave button. */
  disconnectIconBgColor?: string;
  /** Maximum time in the lobby, in seconds. The documented default is 120. */
  lobbyTimeout?: number;
  /** URL to open after the lobby, if the person is not admitted. */
  lobbyExitUrl?: string;
  /** URL of the first image in the lobby. */
  lobbyImg1?: string;
  /** URL of the second image in the lobby. */
  lobbyImg2?: string;
  /** URL of the third image in the lobby. */
  lobbyImg3?: string;
  /** First text in the lobby. */
  lobbyText1?: string;
  /** Second text in the lobby. */
  lobbyText2?: string;
  /** Third text in the lobby. */
  lobbyText3?: string;
  /** URL of a video in the lobby. */
  lobbyVideo?: string;
  /** URL of music in the lobby. */
  lobbyMusic?: string;
  /** URL to open after the meeting. */
  exitUrl?: string;
  /**
   * Where to open `exitUrl`.
   * - `parent`: In the page that embeds the meeting.
   * - `self`: In place of the meeting.
   */
  exitUrlTarget?: "parent" | "self";
  /** For Android web views: the app already has the permissions for camera and microphone. */
  skipMediaPermissionPrompt?: boolean;
}

export interface EmbedOptions {
  /**
   * Title of the frame, for screen readers.
   * @default "Meeting"
   */
  title?: pulumi.Input<string | undefined>;
  /**
   * Width in CSS pixels, or a percentage.
   * @default "100%"
   */
  width?: pulumi.Input<string | number | undefined>;
  /**
   * Height in CSS pixels, or a percentage.
   * @default "100%"
   */
  height?: pulumi.Input<string | number | undefined>;
}
