import { Activity } from "@microsoft/agents-activity";
import {
  StreamingResponse,
  type StreamingResponseResult,
  type TurnContext,
} from "@microsoft/agents-hosting";
import { AI_LABEL } from "../aiLabel.ts";
import type { Clock } from "../clock.ts";
import { signalOf } from "../store/turnScope.ts";

/** The channel hears of new text so often, as it does from `streamReply`; in milliseconds. */
const UPDATE_MS = 500;

/**
 * `context.streamingResponse` of a turn. The SDK streams on channels whose names it knows and gathers the whole answer on
 * all others. Here the channel hears of the text on the way, and shows it as it shows that of `streamReply`.
 *
 * What the SDK keeps to itself reaches the agent: a message that cannot be sent rejects `endStream`, and sources that
 * were given by `setCitations` are told without the AI label too.
 */
export class AgentStream extends StreamingResponse {
  readonly #line: Line;

  constructor(context: TurnContext, clock: Clock) {
    const line = new Line(context, clock);
    super(line as unknown as TurnContext);
    line.stream = this;
    this.#line = line;
    // The SDK's pause behind each message is for channels that count them.
    this.setDelayInMs(0);
  }

  override queueInformativeUpdate(text: string): void {
    super.queueInformativeUpdate(text);
    this.#line.tell("informative", text);
  }

  /** What is shown on the way is marked too: the SDK marks the last message only. */
  override setGeneratedByAILabel(isByAi: boolean): void {
    super.setGeneratedByAILabel(isByAi);
    this.#line.isByAi = isByAi;
  }

  /**
   * Throws what the turn's signal says where a newer message has stopped the answer: nobody wants more of it. After the
   * turn's end nothing is thrown here, because whoever speaks then is a timer: {@link endStream} rejects.
   */
  override queueTextChunk(...chunk: Parameters<StreamingResponse["queueTextChunk"]>): void {
    const { signal } = this.#line;
    if (signal?.aborted && signal.reason.code !== "turn-over") throw signal.reason;
    super.queueTextChunk(...chunk);
    this.#line.update();
  }

  override async endStream(): Promise<StreamingResponseResult> {
    this.#line.stop();
    const result = await super.endStream();
    const { failure } = this.#line;
    if (failure === undefined) return result;
    this.#line.failure = undefined;
    throw failure.error;
  }

  override async reset(): Promise<void> {
    this.#line.stop();
    await super.reset();
    this.#line.begin();
  }
}

/** What a stream asks of its context: whom it speaks to, and to be heard. Beside that it tells what is on the way. */
class Line {
  stream: StreamingResponse | undefined;
  /** The first send that failed. */
  failure: { readonly error: unknown } | undefined;
  isByAi = false;
  readonly #context: TurnContext;
  readonly #clock: Clock;
  #streamId: string | undefined;
  #sequence = 0;
  #toldAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;
  /** What was told last is on its way. */
  #telling: Promise<void> = Promise.resolve();

  constructor(context: TurnContext, clock: Clock) {
    this.#context = context;
    this.#clock = clock;
  }

  get signal(): AbortSignal | undefined {
    return signalOf(this.#context);
  }

  get activity(): Activity {
    return this.#context.activity;
  }

  /** Another stream begins. */
  begin(): void {
    this.#streamId = undefined;
    this.#sequence = 0;
    this.#toldAt = Number.NEGATIVE_INFINITY;
  }

  /** There is new text: it is told now or soon. */
  update(): void {
    if (this.#cancel !== undefined) return;
    const waitMs = this.#toldAt + UPDATE_MS - this.#clock.now();
    if (waitMs <= 0) this.#tellText();
    else {
      this.#cancel = this.#clock.after(waitMs, () => {
        this.#cancel = undefined;
        this.#tellText();
      });
    }
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #tellText(): void {
    const text = this.stream?.getMessage() ?? "";
    if (text.trim() === "") return;
    this.#toldAt = this.#clock.now();
    this.tell("streaming", text);
  }

  /** Tells the channel something of the stream, behind what was told before. */
  tell(streamType: "informative" | "streaming", text: string): void {
    this.#telling = this.#telling
      .then(async () => {
        const sent = await this.#context.sendActivity(this.#part("typing", streamType, text));
        this.#streamId ??= sent?.id || undefined;
      })
      .catch((error) => {
        this.failure ??= { error };
      });
  }

  #part(type: "typing" | "message", streamType: string, text: string): Activity {
    const entities = [this.#info(streamType), ...(this.isByAi ? [AI_LABEL] : [])];
    return Activity.fromObject({ type, text, entities });
  }

  #info(streamType: string) {
    const streamId = this.#streamId;
    this.#sequence += 1;
    return {
      type: "streaminfo",
      streamType,
      streamSequence: this.#sequence,
      ...(streamId !== undefined && { streamId }),
    };
  }

  /** The end of the stream, as the SDK says it where it has gathered all of it. */
  async sendActivity(activity: Activity): Promise<{ readonly id: string } | undefined> {
    await this.#telling;
    const entities = [...(activity.entities ?? []), ...this.#sources(activity)];
    activity.entities = [...entities, this.#info("final")];
    if (activity.channelData?.feedbackLoopEnabled === false) delete activity.channelData;
    try {
      return await this.#context.sendActivity(activity);
    } catch (error) {
      this.failure ??= { error };
      throw error;
    }
  }

  updateActivity(activity: Activity): Promise<void> {
    return this.#context.updateActivity(activity);
  }

  /** The SDK tells sources with the AI label only. */
  #sources({ text = "", entities = [] }: Activity) {
    const used = this.stream?.citations?.filter(({ position }) => text.includes(`[${position}]`));
    if (!used?.length || entities.some((entity) => "citation" in entity)) return [];
    return [{ type: "https://schema.org/Message", citation: used }];
  }
}
