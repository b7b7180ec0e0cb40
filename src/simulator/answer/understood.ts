import type { XmlElement } from "../../protocol/xml.ts";
import type { Remark } from "./answerFault.ts";

/** Who was asked what by the push. */
export interface Asked {
  /** The account's original id. */
  readonly account: string;
  readonly openid: string;
  /** The event's name as it was pushed; absent for messages. */
  readonly event?: string;
}

/** How the platform understood an answer. */
export type Understood =
  | { readonly as: "reply"; readonly message: PassiveMessage; readonly remarks: readonly Remark[] }
  | { readonly as: "handover"; readonly to: Handover; readonly remarks: readonly Remark[] }
  | { readonly as: "nothing"; readonly remarks: readonly Remark[] };

/** Who goes on with the conversation instead of the bot. */
export interface Handover {
  readonly to: "agents" | "ai";
  /** This agent only. */
  readonly kfAccount?: string;
}

/** What a passive reply puts on the follower's screen. */
export type PassiveMessage =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image" | "voice"; readonly mediaId: string }
  | {
      readonly type: "video";
      readonly mediaId: string;
      readonly title: string;
      readonly description: string;
    }
  | {
      readonly type: "music";
      readonly title: string;
      readonly description: string;
      readonly url: string;
    }
  | { readonly type: "news"; readonly articles: readonly PassiveArticle[] }
  | { readonly type: "device"; readonly elements: XmlElement };

export interface PassiveArticle {
  readonly title: string;
  readonly description: string;
  readonly picUrl: string;
  readonly url: string;
}
