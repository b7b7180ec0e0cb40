import type { Dice } from "../faults/dice.ts";
import type { Window } from "./windows.ts";

/** `subscribe_scene` of user information. Source: svc:usermanage/userinfo/api_userinfo */
export type SubscribeScene =
  | "ADD_SCENE_SEARCH"
  | "ADD_SCENE_PROFILE_CARD"
  | "ADD_SCENE_QR_CODE"
  | "ADD_SCENE_PROFILE_LINK"
  | "ADD_SCENE_PAID"
  | "ADD_SCENE_OTHERS";

/** What is known of a person before anything happens. The name is for the tester; WeChat gives none out. */
export interface FollowerProfile {
  readonly name: string;
  readonly language: string;
  /** What conditional menus match as `client_platform_type`: 1 iOS, 2 Android, 3 others. */
  readonly client: 1 | 2 | 3;
  readonly unionId?: string;
}

/** Leave to send one subscription message, or any number of one template. */
export interface SubscriptionPermission {
  readonly templateId: string;
  /** Long-term leave is not used up. */
  readonly longTerm: boolean;
  /** Of the page of one-time subscription (4.2); absent for subscription notices (4.3). */
  readonly scene?: string;
}

/** A person as one account sees them. Only the timeline's events change it. */
export interface Follower {
  readonly openid: string;
  readonly profile: FollowerProfile;
  following: boolean;
  /** Milliseconds; 0 before the first time. */
  followedAt: number;
  subscribeScene: SubscribeScene;
  /** The scene of the QR code that led here. */
  qrScene: string | number | undefined;
  /** The account blocks the person. */
  blacklisted: boolean;
  /** The person switched off "receive messages". */
  messagesOff: boolean;
  remark: string;
  readonly tagIds: Set<number>;
  windows: readonly Window[];
  /** The last message in either direction. */
  contactAt: number;
  /** "Is typing" shows until then. */
  typingUntil: number;
  permissions: readonly SubscriptionPermission[];
  /** The session with a human agent. */
  session: { readonly agent: string; readonly since: number } | undefined;
  /** Mass messages received, by month. */
  readonly massReceived: Map<string, number>;
  /** `client_msg_id`s of template messages, by time. */
  readonly clientMsgIds: Map<string, number>;
  /** The choices of the message menus shown, by id. */
  readonly choices: Map<string, string>;
}

export function createFollower(openid: string, profile: FollowerProfile): Follower {
  return {
    openid,
    profile,
    following: false,
    followedAt: 0,
    subscribeScene: "ADD_SCENE_SEARCH",
    qrScene: undefined,
    blacklisted: false,
    messagesOff: false,
    remark: "",
    tagIds: new Set(),
    windows: [],
    contactAt: 0,
    typingUntil: 0,
    permissions: [],
    session: undefined,
    massReceived: new Map(),
    clientMsgIds: new Map(),
    choices: new Map(),
  };
}

/** An openid: `o`, then five characters that all followers of an account share, 28 in all. */
export function drawOpenid(appId: string, dice: Dice): string {
  const shared = Buffer.from(appId).toString("base64url").slice(-5);
  return `o${shared}${dice.letters(22)}`;
}
