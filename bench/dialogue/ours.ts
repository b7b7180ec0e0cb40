import { type Activity, BotAdapter, type ResourceResponse, TurnContext } from "botbuilder";
import { bookingAt } from "../../samples/booking/booking.ts";
import { demoRestaurant } from "../../samples/booking/restaurant.ts";
import { words } from "../../samples/booking/texts.ts";
import { DialogueRunner, SLICE } from "../../src/bots/dialogueRunner.ts";
import type { PromptContext, PromptInput, Reading } from "../../src/language/reading.ts";
import type { AnyDialogue } from "../../src/machines/dialogue/spec.ts";
import { TURN_SCOPE, type TurnScope } from "../../src/store/turnScope.ts";
import { type Contender, NOW } from "./script.ts";

/** What is measured of ours: the turn alone, or with what stands around it. */
interface Around {
  /** Recognisers and the usual intents; otherwise readings that were made before. */
  readonly recognisers: boolean;
  /** Bot Framework's TurnContext; otherwise an object with what the runner touches. */
  readonly turnContext: boolean;
}

export function ours(name: string, around: Around): Contender {
  const made = bookingAt(demoRestaurant());
  const booking = around.recognisers ? made : remembering(made, new Map());
  const runner = new DialogueRunner({
    dialogues: [booking],
    begin: booking,
    texts: around.recognisers ? words : { render: (key) => key },
    usualIntents: around.recognisers,
  });
  const store = new Map<string, string>();
  let said = 0;
  let turns = 0;
  const adapter = new Silent(() => said++);
  return {
    name,
    async turn(guest, text) {
      const scope = scopeOf(store, guest, `push-${turns++}`);
      const activity = activityOf(guest, text);
      const context = around.turnContext
        ? new TurnContext(adapter, activity as Activity)
        : bare(activity, () => said++);
      context.turnState.set(TURN_SCOPE, scope);
      await runner.turn(context);
    },
    bytes: (guest) => Buffer.byteLength(store.get(guest) ?? ""),
    forget: (guest) => store.delete(guest),
    said: () => said,
  };
}

/** The dialogue with prompts that look their readings up: recognising is not what is measured. */
function remembering(dialogue: AnyDialogue, made: Map<AnyDialogue, AnyDialogue>): AnyDialogue {
  const known = made.get(dialogue);
  if (known !== undefined) return known;
  const asks = Object.fromEntries(
    Object.entries(dialogue.asks).map(([name, prompt]) => {
      const readings = new Map<string, Reading<unknown> | Promise<Reading<unknown>>>();
      const read = (input: PromptInput, context: PromptContext) => {
        const before = readings.get(input.text);
        if (before !== undefined) return before;
        const reading = prompt.read(input, context);
        readings.set(input.text, reading);
        return reading;
      };
      return [name, { ...prompt, read }];
    }),
  );
  const copy: AnyDialogue = { ...dialogue, asks, texts: undefined, uses: {} };
  made.set(dialogue, copy);
  const uses = Object.entries(dialogue.uses).map(([name, one]) => [name, remembering(one, made)]);
  return Object.assign(copy, { uses: Object.fromEntries(uses) });
}

function activityOf(guest: string, text: string): Partial<Activity> {
  return {
    type: "message",
    channelId: "wechat",
    serviceUrl: "https://api.weixin.qq.com",
    id: "1",
    locale: "zh-CN",
    text,
    from: { id: guest, name: "" },
    recipient: { id: "gh_1", name: "" },
    conversation: { id: guest } as Activity["conversation"],
  };
}

function bare(activity: Partial<Activity>, sent: () => void): TurnContext {
  return {
    activity,
    turnState: new Map<unknown, unknown>(),
    sendActivity: async () => void sent(),
  } as unknown as TurnContext;
}

/** A record that stands as JSON between two turns, as in a store. */
function scopeOf(store: Map<string, string>, openid: string, key: string): TurnScope {
  return {
    follower: { appId: "wx1", openid },
    key,
    attempts: 1,
    now: NOW,
    timeZone: "Asia/Shanghai",
    locale: "zh-CN",
    read(slice) {
      const text = slice === SLICE ? store.get(openid) : undefined;
      return text === undefined ? undefined : JSON.parse(text);
    },
    write(slice, value) {
      if (slice !== SLICE) return;
      if (value === undefined) store.delete(openid);
      else store.set(openid, JSON.stringify(value));
    },
    signal: new AbortController().signal,
    expectAnswer() {},
    setTimer() {},
    cancelTimer() {},
    save: async () => {},
  };
}

class Silent extends BotAdapter {
  readonly #sent: () => void;
  constructor(sent: () => void) {
    super();
    this.#sent = sent;
  }
  override async sendActivities(
    _context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    for (const _ of activities) this.#sent();
    return activities.map(() => ({ id: "1" }));
  }
  override async updateActivity(): Promise<void> {}
  override async deleteActivity(): Promise<void> {}
  override async continueConversation(): Promise<void> {}
  override async continueConversationAsync(): Promise<void> {}
}
