import type { ConversationReference, TurnContext } from "botbuilder";
import { TurnContext as Contexts } from "botbuilder";
import { sleep, systemClock } from "../clock.ts";
import { isLeftToNewer, SendError, StoreUnavailable } from "../errors.ts";
import { errorFacts, type Log, stderrLog } from "../log.ts";
import type { Ended } from "../machines/dialogue/aftermath.ts";
import { checkTexts, family } from "../machines/dialogue/define.ts";
import { type CallRecord, readTalk, type TalkRecord } from "../machines/dialogue/record.ts";
import { resultBefore } from "../machines/dialogue/reopening.ts";
import type { AnyDialogue } from "../machines/dialogue/spec.ts";
import { Talk, type TalkOptions } from "../machines/dialogue/talk.ts";
import { alone, type TurnScope } from "../store/turnScope.ts";
import {
  asJson,
  callKey,
  makeCall,
  openToken,
  type Result,
  resultOf,
  sealToken,
} from "./dialogueCalls.ts";
import type { DialogueOptions } from "./dialogueOptions.ts";
import { afterIncoming, promptContextOf, scopeOf, type Turn } from "./dialogueTurn.ts";
import { type Incoming, incomingOf, TIMER } from "./input.ts";
import { type Intent, type Repair, USUAL_INTENTS } from "./intents.ts";
import { messageDialogue } from "./people/leaveMessage.ts";
import { checkRelease, LEFT_TO_OTHERS_MS, leavesPush, releaseOf, wordForLeft } from "./release.ts";
import { beginningOf, repairsOf } from "./repairs.ts";
import { Speaker } from "./speaker.ts";
import { type Hearing, Understanding } from "./understanding/understanding.ts";
import { heard } from "./watch/moves.ts";
import { Recorder } from "./watch/tape.ts";

/** The slice of the conversation record that holds the dialogues. */
export const SLICE = "dialogue";

const WITHIN_MS = 10_000;
const LEASE_MS = 60_000;
const TRIES = 3;

/** What a turn did with the dialogues. */
export interface Ran {
  /** Whether a dialogue took what happened. */
  readonly taken: boolean;
  /** Whether a dialogue waits for the follower now. */
  readonly waiting: boolean;
  /** Dialogues that ended in this turn. */
  readonly ended: readonly Ended[];
}

/** Adapters that can begin a turn of their own. */
interface Proactive {
  continueConversationAsync(
    botAppId: string,
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void>;
}

/**
 * Runs dialogues, a turn at a time: reads the record, applies time and the message, makes the calls, says what is to
 * be said, writes the record. Nothing of it lives between two turns.
 */
export class DialogueRunner {
  readonly dialogues: ReadonlyMap<string, AnyDialogue>;
  readonly intents: readonly Intent[];
  /** What it was made with. */
  readonly options: DialogueOptions;
  readonly #watch: TalkOptions["watch"];
  readonly #log: Log;
  readonly #repairs: Readonly<Record<Repair, AnyDialogue | false>>;
  readonly #understanding: Understanding;
  readonly #release: number;

  /** @internal `watch` also gets the frame, as it was before the event. */
  constructor(options: DialogueOptions, watch?: TalkOptions["watch"]) {
    const { intents = [], usualIntents = true, log = stderrLog } = options;
    this.options = options;
    this.#release = releaseOf(options.release, options.clock);
    this.#watch = watch ?? (options.onMove && ((move) => options.onMove?.(move)));
    this.#log = log;
    this.intents = [...(usualIntents ? USUAL_INTENTS : []), ...intents];
    this.#repairs = repairsOf(options);
    const message = options.takeMessage && messageDialogue(options.takeMessage);
    this.dialogues = family([
      ...beginningOf(options),
      ...Object.values(this.#repairs).filter((one) => one !== false),
      ...(message === undefined ? [] : [message]),
    ]);
    for (const one of this.dialogues.values()) {
      if (one.texts === undefined && options.texts !== undefined) checkTexts(one, options.texts);
    }
    this.#understanding = new Understanding({
      intents: this.intents,
      repairs: this.#repairs,
      message,
      begin: options.begin,
      triggers: options.triggers ?? [],
      patient: options.asksBeforeGivingUp ?? true,
    });
  }

  /** Gives the turn's activity to the dialogues. */
  turn(context: TurnContext): Promise<Ran> {
    const incoming = incomingOf(context.activity);
    return this.#run(context, incoming, async (turn) => {
      const { talk } = turn;
      if (incoming.kind === "timer") return true;
      return this.#understanding.take(talk, incoming, this.#hear(turn));
    });
  }

  /**
   * Begins a dialogue on top of what runs, or goes on with it where it runs already. `fills`: whether the message
   * that begins it may answer its questions.
   */
  async runDialogue(
    context: TurnContext,
    dialogue: AnyDialogue,
    input: unknown,
    fills = false,
  ): Promise<Ran> {
    const incoming = incomingOf(context.activity);
    return this.#run(context, incoming, async (turn) => {
      const { talk } = turn;
      if (talk.frames.some((frame) => frame.dialogue === dialogue)) {
        if (incoming.kind === "timer") return true;
        return this.#understanding.take(talk, incoming, this.#hear(turn));
      }
      talk.begin(dialogue, input);
      if (fills && incoming.kind === "message") {
        await this.#understanding.fill(talk, incoming.input, this.#hear(turn), true);
      }
      this.#understanding.offersDraft(talk);
      return true;
    });
  }

  /**
   * Brings the result of a call, in a turn of its own. Rejects with `newer-record` where only a later release of the
   * bot knows which dialogue waits for it: then bring the result again.
   */
  async settle(context: TurnContext, key: string, result: Result): Promise<boolean> {
    const told = "error" in result ? result : resultOf(result.output, key, this.#log);
    const { taken } = await this.#run(context, { kind: "result" }, async ({ talk }) =>
      talk.settle(key, told),
    );
    return taken;
  }

  /** Brings the result of a `callback` service to the conversation that its token names. */
  async settleByToken(adapter: object, token: string, result: Result): Promise<boolean> {
    const { bot, conversation, call } = openToken(this.options.callbackSecret, token);
    const reference = {
      bot: { id: bot, name: bot },
      user: { id: conversation, name: conversation },
      conversation: { id: conversation },
    } as unknown as ConversationReference;
    let taken = false;
    const settle = alone(async (context: TurnContext) => {
      taken = await this.settle(context, call, result);
    });
    await (adapter as Proactive).continueConversationAsync("", reference, settle);
    return taken;
  }

  async #run(
    context: TurnContext,
    incoming: Incoming,
    take: (turn: Turn) => Promise<boolean>,
  ): Promise<Ran> {
    const scope = scopeOf(context);
    const speaker = new Speaker(context, this.options, this.dialogues, this.#log, scope);
    const tape = new Recorder(this.options.record, scope, scope.read(SLICE));
    // Words and record are committed in one step, so a second run neither repeats anything nor says anything else.
    scope.tellAtEnd?.();
    try {
      return await this.#attempt(context, scope, speaker, tape, incoming, take);
    } catch (error) {
      // The road failed, not the dialogue, and the road knows what to do.
      if (error instanceof SendError || error instanceof StoreUnavailable) throw error;
      tape.fail(error);
      return await this.#failed(context, scope, speaker, incoming, error);
    } finally {
      scope.tellAtEnd?.(false);
    }
  }

  async #attempt(
    context: TurnContext,
    scope: TurnScope,
    speaker: Speaker,
    tape: Recorder,
    incoming: Incoming,
    take: (turn: Turn) => Promise<boolean>,
  ): Promise<Ran> {
    const before = readTalk(scope.read(SLICE));
    const talk = tape.listen(this.#open(before, scope));
    const turn: Turn = { context, scope, talk, speaker, before, begun: new Set() };
    let taken = true;
    if (before.m?.k === scope.key) {
      // An earlier run of this turn saved up to here, and died. Its words are said again, in the same place.
      for (const said of before.m.o) talk.say(said);
    } else {
      talk.elapse(scope.now);
      taken = (await this.#isForChanged(turn, incoming)) || (await take(turn));
    }
    afterIncoming(turn, incoming, this.options);
    // A newer message must not drop what a dialogue says: its step would wait for the answer to an unseen question.
    if (talk.frames.length > 0) scope.expectAnswer();
    await this.#work(turn, incoming);
    const record = talk.toRecord();
    const after = asJson(record);
    await speaker.speak(talk.takeSaid());
    this.#store(turn, record);
    tape.end(after, speaker.keys);
    const ended = talk.takeEnded();
    for (const one of ended) this.options.onEnd?.(one);
    return { taken, waiting: talk.frames.length > 0, ended };
  }

  /** Takes a message for a question that a new release has changed: it is used up, unless it means a hard intent. */
  async #isForChanged(turn: Turn, incoming: Incoming): Promise<boolean> {
    const { talk } = turn;
    if (talk.changed === undefined) return false;
    for (const error of talk.changed.errors) {
      this.#log.error(errorFacts(error, this.#log), "a dialogue's migration failed");
    }
    const isAnswer =
      incoming.kind === "message" || (incoming as { input?: unknown }).input !== undefined;
    if (!isAnswer || talk.frames.length === 0) return false;
    await this.#understanding.takeHard(talk, incoming, this.#hear(turn));
    return true;
  }

  #hear(turn: Turn): Hearing {
    const { callbackSecret } = this.options;
    return promptContextOf(turn, { callbackSecret, log: this.#log });
  }

  #open(record: TalkRecord, scope: TurnScope): Talk {
    const talk = new Talk(record, {
      dialogues: this.dialogues,
      now: scope.now,
      callKey: (n) => callKey(scope.key, n),
      watch: heard(this.#watch),
    });
    checkRelease(record, talk, this.#release);
    return talk;
  }

  /** Stores the dialogues; the record joins the turn's commit. */
  #store({ scope, talk, before, saved }: Turn, record: TalkRecord | undefined): void {
    scope.write(SLICE, record && { ...record, g: this.#release });
    scope.expectAnswer(talk.frames.length > 0);
    const { dueAt } = talk;
    if (dueAt !== undefined) scope.setTimer(TIMER, dueAt, "");
    else if (before.t ?? before.c ?? saved) scope.cancelTimer(TIMER);
  }

  /** Makes calls until no call can be made at once any more. */
  async #work(turn: Turn, incoming: Incoming): Promise<void> {
    for (;;) {
      turn.talk.answerTold();
      const call = turn.talk.calls.find((one) => this.#isDue(turn, one));
      if (call === undefined) return;
      await this.#call(turn, call, incoming);
    }
  }

  #isDue({ scope, before, begun }: Turn, { k, n, l }: CallRecord): boolean {
    if (begun.has(k)) return false;
    if (n === 0) return true;
    // The call has begun, and no callback is awaited: its try is over, or belonged to a dead run of this turn.
    return l !== undefined && (l <= scope.now || before.m?.k === scope.key);
  }

  async #call(turn: Turn, call: CallRecord, incoming: Incoming): Promise<void> {
    const { talk, scope, begun } = turn;
    const frame = talk.frames[call.f];
    const service = frame?.dialogue.calls[call.c];
    if (service === undefined) {
      talk.settle(call.k, {
        error: { message: `There is no service "${call.c}" any more.`, code: "lost" },
      });
      return;
    }
    const { tries = TRIES, within = WITHIN_MS, lease = LEASE_MS } = service.options;
    if (call.n >= tries) {
      const message = `The service "${call.c}" was called ${call.n} times, and no call came to an end.`;
      talk.settle(call.k, { error: { message, code: "lost" } });
      return;
    }
    begun.add(call.k);
    const clock = this.options.clock ?? systemClock;
    talk.lease(call.k, scope.now + lease);
    if (service.kind !== "read") await this.#save(turn);
    const { recipient, conversation } = turn.context.activity;
    const running = makeCall(service, call, {
      now: scope.now,
      tries,
      token: () => {
        const address = { bot: recipient.id, conversation: conversation.id, call: call.k };
        return sealToken(this.options.callbackSecret, address);
      },
      log: this.#log,
      signal: () => scope.signal,
      before: frame && resultBefore(frame, call.c),
    });
    const result = await Promise.race([running, sleep(clock, within).then(() => "late" as const)]);
    if (result === "late") {
      if (incoming.kind === "message") {
        talk.say({ type: "say", key: service.options.wait ?? "engine.wait", params: {} });
      }
      void this.#later(turn, call.k, running);
    } else if (result === "begun") talk.lease(call.k, undefined);
    else talk.settle(call.k, result);
  }

  /** Saves before a call that changes something, so that the call is recorded before it begins. */
  async #save(turn: Turn): Promise<void> {
    const { scope, talk, speaker } = turn;
    turn.saved = true;
    const record = talk.toRecord() as TalkRecord;
    // A record that cannot be stored throws here, before anything is said.
    asJson(record);
    await speaker.speak(talk.takeSaid());
    scope.write(SLICE, { ...record, g: this.#release, m: { k: scope.key, o: speaker.said } });
    if (talk.dueAt !== undefined) scope.setTimer(TIMER, talk.dueAt, "");
    await scope.save();
  }

  /** Brings the result of a call that outlives its turn, as a turn of its own. */
  async #later({ context }: Turn, key: string, running: Promise<Result | "begun">): Promise<void> {
    const { adapter, activity } = context;
    const reference = Contexts.getConversationReference(activity);
    const result = await running;
    if (result === "begun") return;
    try {
      const settle = alone(async (own: TurnContext) => {
        await this.settle(own, key, result);
      });
      await (adapter as unknown as Proactive).continueConversationAsync("", reference, settle);
    } catch (error) {
      // The call's lease will end, and another turn tries again with the same key.
      this.#log.warn(errorFacts(error, this.#log), "the result of a call could not be brought");
    }
  }

  /** A dialogue threw: nothing of this turn is kept, the dialogues stay where they were, and the follower is told. */
  async #failed(
    context: TurnContext,
    scope: TurnScope,
    speaker: Speaker,
    incoming: Incoming,
    error: unknown,
  ): Promise<Ran> {
    if (isLeftToNewer(error)) {
      if (await leavesPush(scope, incoming, SLICE)) throw error;
      this.#log.warn(errorFacts(error), "the dialogues of a later release are left alone");
      if (incoming.kind === "result") throw error;
      if (incoming.kind === "timer") scope.setTimer(TIMER, scope.now + LEFT_TO_OTHERS_MS, "");
      const record = readTalk(scope.read(SLICE));
      if (incoming.kind === "message") await speaker.speak([wordForLeft(record, scope.key)]);
      return { taken: true, waiting: true, ended: [] };
    }
    const before = readTalk(scope.read(SLICE));
    const { d: dialogue, s: step } = before.f.at(-1) ?? {};
    this.#log.error({ ...errorFacts(error, this.#log), dialogue, step }, "a dialogue failed");
    const { error: repair } = this.#repairs;
    if (repair === false) throw error;
    const talk = this.#open(before, scope);
    talk.begin(repair, {}, "error");
    await speaker.speak(talk.takeSaid());
    this.#store({ context, scope, talk, speaker, before, begun: new Set() }, talk.toRecord());
    return { taken: true, waiting: talk.frames.length > 0, ended: [] };
  }
}
