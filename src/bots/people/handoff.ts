import { define } from "../../machines/dialogue/define.ts";
import { type Said, saying } from "../../machines/dialogue/memory.ts";
import type { AnyDialogue, Instruction } from "../../machines/dialogue/spec.ts";
import type { AgentsThere } from "../../store/turnScope.ts";

/** How a human takes over. */
export interface HandoffOptions {
  /** Part of what is stored. Default `engine-handoff`. */
  readonly id?: string | undefined;
  /** The agent who shall have the conversation, as `name@account`. Default: any free agent. */
  readonly agent?: string | undefined;
  /** When the bot takes over again if nobody closes the session, in milliseconds. Default 24 hours. */
  readonly timeout?: number | undefined;
  /** After how long the follower hears that nobody has come yet, in milliseconds. Default 5 minutes. */
  readonly late?: number | undefined;
  /**
   * The message key of the words before the transfer. Default `engine.human` where an agent is online,
   * `engine.humanOffline` where none is, `engine.humanAsks` where nobody can tell. The transfer takes the one answer
   * to a push, so these words go by customer service.
   */
  readonly before?: string | undefined;
  /** The message key when the bot is back after an agent was there. Default `engine.humanLeft`. */
  readonly afterwards?: string | undefined;
  /** The message key where the account has no agents. Default `engine.noHuman`. */
  readonly nobody?: string | undefined;
}

const DAY_MS = 24 * 3_600_000;
const LATE_MS = 5 * 60_000;

/** The input of the dialogue, beside that of every repair. */
interface HandoffInput {
  /** The people who are there; undefined where that cannot be known. */
  readonly agents?: AgentsThere;
}

interface Raw {
  readonly context: { readonly input?: HandoffInput };
}

/**
 * Lets a human take over, where there is one: the follower's messages go to the account's agents, and the bot is
 * silent, until the agent closes the session (`kf_close_session`) or `timeout` has passed. On WeChat each message is
 * answered by `transfer_customer_service` until an agent has taken it; other channels get Bot Framework's event
 * `handoff.initiate`. Nobody waits without a word: the follower hears what happens, and after a while that nobody has
 * come; with 返回 he is back with the bot. Where the account has no agents he is told so, and the bot goes on.
 */
export function handoffDialogue(options: HandoffOptions = {}): AnyDialogue {
  const { id = "engine-handoff", agent, timeout = DAY_MS, late = LATE_MS, before } = options;
  const { afterwards = "engine.humanLeft", nobody = "engine.noHuman" } = options;
  const transfer: Said = {
    type: "activity",
    activity: {
      type: "event",
      name: "handoff.initiate",
      value: agent === undefined ? {} : { kfAccount: agent },
    },
  };
  const there = (who: AgentsThere | undefined) => (raw: Raw) => raw.context.input?.agents === who;
  const resume = (): Instruction => ({ do: "resume" });
  const waiting = (say: string, entry: readonly unknown[], more: object, hears = true) => ({
    // `message` comes only to states with the tag `muted`, in place of everything that is understood.
    tags: ["muted", "locked"],
    entry: [saying(told(say)), ...entry],
    on: {
      message: {
        actions: [...(hears ? [saying(told("engine.humanNoted"))] : []), saying(transfer)],
      },
      backToBot: "back",
      humanCame: "human",
      humanLeft: "left",
      unsubscribed: "gone",
    },
    ...more,
  });
  const nobodyCame = { after: { [late]: "late" } };
  return define<HandoffInput | undefined, Instruction>()({
    id,
    version: 2,
    start: "who",
    steps: {
      who: {
        raw: {
          always: [
            { guard: there("none"), target: "nobody" },
            { guard: there("online"), target: "online" },
            { guard: there("offline"), target: "offline" },
            { target: "unknown" },
          ],
        },
      },
      online: { raw: waiting(before ?? "engine.human", [saying(transfer)], nobodyCame) },
      offline: {
        raw: waiting(before ?? "engine.humanOffline", [saying(transfer)], {
          after: { [timeout]: "never" },
        }),
      },
      // A message has one answer, and the words take it. The follower's next message is handed over.
      unknown: {
        raw: waiting(before ?? "engine.humanAsks", [], { after: { [timeout]: "never" } }, false),
      },
      late: {
        raw: waiting("engine.humanLate", [], { after: { [Math.max(1, timeout - late)]: "never" } }),
      },
      human: {
        raw: {
          tags: ["muted", "locked"],
          entry: [saying(told("engine.humanCame"))],
          on: { message: { actions: saying(transfer) }, humanLeft: "left", unsubscribed: "gone" },
          after: { [timeout]: "left" },
        },
      },
      left: { end: afterwards, output: resume },
      back: { end: "engine.backToBot", output: resume },
      never: { end: "engine.humanNever", output: resume },
      nobody: { end: nobody, output: resume },
      gone: { end: true, output: () => ({ do: "cancel" }) },
    },
  });
}

function told(key: string): Said {
  return { type: "say", key, params: {} };
}
