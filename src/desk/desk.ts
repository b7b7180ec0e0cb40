import { type Clock, systemClock } from "../clock.ts";
import { type Ledger, openGrants, quota } from "../protocol/grants.ts";
import { alone, TURN_SCOPE, type TurnScope } from "../store/turnScope.ts";
import type {
  Desk,
  DeskAdapter,
  DeskContext,
  DeskReply,
  DeskTicket,
  Reach,
  Replied,
} from "./publicTypes.ts";

/** The slice of the conversation record that holds what goes on between a follower and the desk. */
const SLICE = "wechat.desk";
/** What could not be brought is tried again then. */
const TIMER = "wechat.desk";
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** So many ids of an agent's messages are known again. */
const KNOWN_IDS = 50;
/** The follower's own way back to the bot. */
const BACK = /^\s*(?:返回|退出人工|back)\s*[。.!！]?\s*$/i;

/** A call to the desk that has not been taken yet. */
type Call =
  | { readonly call: "open"; readonly ticket: Omit<DeskTicket, "reach"> }
  | { readonly call: "message"; readonly key: string; readonly text: string; readonly at: number }
  | { readonly call: "close"; readonly key: string; readonly at: number };

interface Talk {
  readonly v: 1;
  /** Whether a person has the conversation, so that the bot is silent. */
  readonly open: boolean;
  /** The desk's id, once it has given one. */
  readonly conversation?: string;
  readonly calls: readonly Call[];
  /** Failed tries of the first call. */
  readonly failed: number;
  /** Ids of what agents have said. */
  readonly ids: readonly string[];
}

const NOTHING: Talk = { v: 1, open: false, calls: [], failed: 0, ids: [] };

/** People behind a bot. Put it in with `adapter.use(hub)`. */
export class DeskHub {
  readonly #desk: Desk;
  readonly #adapter: DeskAdapter;
  readonly #clock: Clock;

  constructor(desk: Desk, adapter: DeskAdapter, clock: Clock = systemClock) {
    this.#desk = desk;
    this.#adapter = adapter;
    this.#clock = clock;
  }

  /**
   * A middleware of either SDK: while a person has the conversation, what the follower writes goes to the desk and the bot
   * is silent. 返回 or "back" gives it back to the bot, which hears that message.
   */
  async onTurn(context: DeskContext, next: () => Promise<void>): Promise<void> {
    const scope = scopeOf(context);
    if (scope === undefined) return next();
    const { type, name, value, text } = context.activity as Heard;
    const talk = talkOf(scope);
    if (type === "event" && name === "timer" && value?.id === TIMER) {
      await this.#bring(scope, talk);
      return;
    }
    if (!talk.open || type !== "message") return next();
    const words = text?.trim()
      ? text
      : `[${(context.activity as Heard).attachments?.[0]?.contentType ?? "?"}]`;
    if (BACK.test(words)) {
      const call = { call: "close", key: scope.key, at: writtenAt(context, scope) } as const;
      await this.#bring(scope, { ...talk, open: false, calls: [...talk.calls, call] });
      return next();
    }
    const call = {
      call: "message",
      key: scope.key,
      text: words,
      at: writtenAt(context, scope),
    } as const;
    await this.#bring(scope, { ...talk, calls: [...talk.calls, call] });
  }

  /**
   * A person is to take over, from the next message on: call it in the bot's turn, and say so to the follower. Does nothing
   * where one has it already.
   */
  async handOver(context: DeskContext, reason: string): Promise<void> {
    const scope = scopeOf(context);
    if (scope === undefined) throw new TypeError("handOver needs the context of a turn on WeChat.");
    const talk = talkOf(scope);
    if (talk.open) return;
    const { from } = context.activity as { readonly from?: { readonly name?: string } };
    const ticket = {
      key: scope.key,
      address: addressOf(context, scope),
      name: from?.name ?? "",
      reason,
      at: writtenAt(context, scope),
    };
    const { conversation: _, ...before } = talk;
    const calls = [...talk.calls, { call: "open", ticket } as const];
    await this.#bring(scope, { ...before, open: true, calls });
  }

  /**
   * An agent says something. It takes the first way that is open, as every message that the bot sends by itself, and the
   * answer says which, how many are left and until when. Rejects where the message could not be recorded: bring it again.
   */
  async reply(address: string, { id, text }: DeskReply): Promise<Replied> {
    const { follower, reference } = readAddress(address);
    let fate = "closed";
    let sent: string | undefined;
    await this.#adapter.continueConversationAsync(
      follower.appId,
      reference,
      alone(async (context: DeskContext) => {
        const scope = scopeOf(context);
        if (scope === undefined) return;
        const talk = talkOf(scope);
        if (talk.ids.includes(id)) {
          fate = "repeated";
          return;
        }
        if (!talk.open) return;
        scope.write(SLICE, { ...talk, ids: [...talk.ids, id].slice(-KNOWN_IDS) });
        const said = (await context.sendActivity(text)) as { readonly id?: string } | undefined;
        sent = said?.id;
        fate = "sent";
      }),
    );
    if (sent !== undefined) {
      const known = await this.#adapter.dispatchOf(reference, sent);
      if (known !== undefined) fate = typeof known === "string" ? known : JSON.stringify(known);
    }
    return { fate, ...(await this.#reach(follower)) };
  }

  /** The agent is done: the bot has the conversation again. `word`: what the follower is told. */
  async close(address: string, word?: string): Promise<void> {
    const { follower, reference } = readAddress(address);
    await this.#adapter.continueConversationAsync(
      follower.appId,
      reference,
      alone(async (context: DeskContext) => {
        const scope = scopeOf(context);
        if (scope === undefined) return;
        const talk = talkOf(scope);
        if (!talk.open) return;
        scope.write(SLICE, { ...talk, open: false });
        if (word !== undefined) await context.sendActivity(word);
      }),
    );
  }

  /** What an agent may still send, before he types. */
  reach(address: string): Promise<Reach> {
    return this.#reach(readAddress(address).follower);
  }

  /** Brings what waits, in order, until something fails; the rest is tried again. All of it is kept in the turn's commit. */
  async #bring(scope: TurnScope, talk: Talk): Promise<void> {
    const reach = await this.#reach(scope.follower);
    let { conversation, calls, failed } = talk;
    try {
      for (const call of calls) {
        if (call.call === "open") conversation = await this.#desk.open({ ...call.ticket, reach });
        else if (conversation !== undefined && call.call === "message") {
          const { key, text, at } = call;
          await this.#desk.message(conversation, { key, text, at, reach });
        } else if (conversation !== undefined && call.call === "close") {
          await this.#desk.close(conversation, { key: call.key, at: call.at });
        }
        calls = calls.slice(1);
        failed = 0;
      }
    } catch {
      failed += 1;
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failed - 1), LONGEST_PAUSE_MS);
      scope.setTimer(TIMER, scope.now + pause, "");
    }
    scope.write(SLICE, {
      ...talk,
      ...(conversation !== undefined && { conversation }),
      calls,
      failed,
    });
  }

  async #reach(follower: TurnScope["follower"]): Promise<Reach> {
    const now = this.#clock.now();
    for await (const part of this.#adapter.export(follower)) {
      const { ledger } = part as { readonly ledger?: Ledger };
      if (ledger === undefined) continue;
      const open = openGrants(ledger, now);
      const until = Math.max(0, ...open.map((grant) => grant.until));
      return { left: Math.max(0, quota(ledger, now)), until: until === 0 ? undefined : until };
    }
    return { left: 0, until: undefined };
  }
}

/** People behind a bot: see {@link DeskHub}. `clock`: the adapter's, where that is not the machine's. */
export function openDesk(desk: Desk, adapter: DeskAdapter, clock?: Clock): DeskHub {
  return new DeskHub(desk, adapter, clock);
}

/** What is read of an activity. */
interface Heard {
  readonly type?: string;
  readonly name?: string;
  readonly value?: { readonly id?: unknown };
  readonly text?: string;
  readonly attachments?: readonly { readonly contentType?: string }[];
}

/** When the follower wrote: a turn that is run again after a crash has the same. */
function writtenAt({ activity }: DeskContext, { now }: TurnScope): number {
  const { timestamp } = activity as { readonly timestamp?: Date | string };
  const at = timestamp === undefined ? Number.NaN : new Date(timestamp).getTime();
  return Number.isNaN(at) ? now : at;
}

function scopeOf(context: DeskContext): TurnScope | undefined {
  return context.turnState.get(TURN_SCOPE) as TurnScope | undefined;
}

function talkOf(scope: TurnScope): Talk {
  return (scope.read(SLICE) as Talk | undefined) ?? NOTHING;
}

/** Where an answer goes, in one word that other programs can carry. */
function addressOf({ activity }: DeskContext, { follower }: TurnScope): string {
  const { from, recipient, conversation, channelId, serviceUrl, locale } = activity as Record<
    string,
    unknown
  >;
  const reference = { user: from, bot: recipient, conversation, channelId, serviceUrl, locale };
  return Buffer.from(JSON.stringify({ follower, reference })).toString("base64url");
}

function readAddress(address: string): {
  readonly follower: TurnScope["follower"];
  readonly reference: object;
} {
  try {
    const { follower, reference } = JSON.parse(Buffer.from(address, "base64url").toString());
    if (typeof follower.openid === "string" && typeof reference === "object")
      return { follower, reference };
  } catch {
    // Said below.
  }
  throw new TypeError("The address is none that a ticket bore: bring it back as it came.");
}
