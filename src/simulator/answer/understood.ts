import type { Remark } from "./answerFault.ts";
import type { PassiveMessage } from "./passiveMessage.ts";

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
