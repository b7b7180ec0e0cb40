import type { BotView } from "../../simulator/phone/wire.ts";
import type { KeptView, StateOrder } from "../../simulator/phone/wireKept.ts";
import type { Told } from "./watchBot.ts";

/** What the simulator's process orders of the bot's; each is answered by `done` with its number. */
export type BotOrder = { readonly n: number } & (
  | { readonly order: "jump"; readonly ms: number }
  /** Answered when everything that is due is done, with when the next thing will be. */
  | { readonly order: "calm" }
  /** Answered at once, with whether the bot is at work. */
  | { readonly order: "busy" }
  | { readonly order: "slow"; readonly ms: number }
  /** All that is kept of a follower is forgotten. */
  | { readonly order: "forget"; readonly openid: string }
  /** The account's rights are others now. */
  | { readonly order: "relearn" }
  | ({ readonly order: "write" } & Writing)
  /** People of an earlier run: where they stand is told. */
  | { readonly order: "meet"; readonly openids: readonly string[] }
  /** Answered with what is kept of a follower. */
  | { readonly order: "kept"; readonly openid: string }
  /** A value of bot state is written. */
  | ({ readonly order: "state" } & StateOrder)
);

/** How the account is to write first. */
export type Writing =
  /** By the adapter: `continueConversationAsync`. */
  | { readonly way: "proactive"; readonly openid: string; readonly text: string }
  /** By WeChat's API itself, past the adapter's care. */
  | { readonly way: "custom"; readonly openid: string; readonly text: string }
  | {
      readonly way: "template";
      readonly openid: string;
      readonly templateId: string;
      readonly data: Readonly<Record<string, { readonly value: string }>>;
    }
  | { readonly way: "mass"; readonly openids: readonly string[]; readonly text: string };

/** What the bot's process says to the simulator's. */
export type BotReport =
  | { readonly report: "listening"; readonly address: string }
  /** What is known of its dialogues. */
  | { readonly report: "dialogues"; readonly dialogues: NonNullable<BotView["dialogues"]> }
  | { readonly report: "told"; readonly told: readonly Told[] }
  | ({
      readonly report: "done";
      readonly n: number;
    } & Done);

/** What became of an order. */
export interface Done {
  /** What went wrong, in words, and its code where it has one. */
  readonly problem?: string;
  readonly code?: string;
  /** The moment that the order asked for. */
  readonly at?: number;
  readonly busy?: boolean;
  readonly kept?: KeptView;
}

/** Under this name the bot's process finds how far its clock is ahead, in milliseconds. */
export const CLOCK_AHEAD = "WECHAT_CLOCK_AHEAD_MS";
