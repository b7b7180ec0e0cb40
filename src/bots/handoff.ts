import { define } from "../machines/dialogue/define.ts";
import { type Said, saying } from "../machines/dialogue/memory.ts";
import type { AnyDialogue } from "../machines/dialogue/spec.ts";
import type { Instruction } from "../machines/dialogue/talk.ts";

/** How a human takes over. */
export interface HandoffOptions {
  /** Part of what is stored. Default `engine-handoff`. */
  readonly id?: string | undefined;
  /** The agent who is to have the conversation, as `name@account`. Default: whoever is free. */
  readonly agent?: string | undefined;
  /** When the bot takes over again if nobody closes the session, in milliseconds. Default 24 hours. */
  readonly timeout?: number | undefined;
  /**
   * The message key of a word before. Default: none. The transfer takes the one answer to a push, so the word goes
   * by customer service; where the account may not send later, it waits until the bot is back.
   */
  readonly before?: string | undefined;
  /** The message key when the bot is back. Default `engine.humanLeft`. */
  readonly afterwards?: string | undefined;
}

const DAY_MS = 24 * 3_600_000;

/**
 * A human takes over: the follower's messages go to the account's agents, and the bot is silent, until the
 * agent closes the session (`kf_close_session`) or nobody has for `timeout`. On WeChat each message is
 * answered by `transfer_customer_service` until an agent has taken it; other channels get Bot Framework's
 * event `handoff.initiate`.
 */
export function handoffDialogue(options: HandoffOptions = {}): AnyDialogue {
  const { id = "engine-handoff", agent, timeout = DAY_MS, before, afterwards } = options;
  const transfer: Said = {
    type: "activity",
    activity: {
      type: "event",
      name: "handoff.initiate",
      value: agent === undefined ? {} : { kfAccount: agent },
    },
  };
  return define<unknown, Instruction>()({
    id,
    version: 1,
    start: "human",
    steps: {
      // `message` comes only to states with the tag `muted`, in place of everything that is understood.
      human: {
        raw: {
          tags: ["muted", "locked"],
          entry:
            before === undefined ? [saying(transfer)] : [saying(told(before)), saying(transfer)],
          on: {
            message: { actions: saying(transfer) },
            humanLeft: "left",
            unsubscribed: "gone",
          },
          after: { [timeout]: "left" },
        },
      },
      left: { end: afterwards ?? "engine.humanLeft", output: () => ({ do: "resume" }) },
      gone: { end: true, output: () => ({ do: "cancel" }) },
    },
  });
}

function told(key: string): Said {
  return { type: "say", key, params: {} };
}

/** The handoff of every bot that has no other. */
export const handoff: AnyDialogue = handoffDialogue();
