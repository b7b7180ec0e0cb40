import type { Remark } from "./answerFault.ts";
import type { PassiveMessage } from "./passiveMessage.ts";

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
