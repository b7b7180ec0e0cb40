import { type Activity, ActivityTypes, type ResourceResponse, TurnContext } from "botbuilder";
import type { Seat } from "../turn/guests.ts";
import { PendingSends } from "./pendingSends.ts";

/** Takes parts of streamed answers for which nothing need be done but to keep them; see `Channel.note`. */
interface Keeper {
  note(seat: Seat, activity: Partial<Activity>): string | undefined;
}

/**
 * A turn's context: Bot Framework's own, with two differences that nobody sees.
 *
 * It knows the sends that are on their way.
 *
 * And it sends in native `async`. The SDK is compiled to generator functions, and each call of one costs a hidden
 * class, which keeps the whole turn in memory until the next full garbage collection.
 */
export class WeChatContext extends TurnContext {
  readonly pending = new PendingSends();
  #keeper: Keeper | undefined;
  #seat: Seat | undefined;

  /** From now on parts of a streamed answer that need only be kept go to `keeper`, where nobody listens to them. */
  keepParts(keeper: Keeper, seat: Seat): void {
    this.#keeper = keeper;
    this.#seat = seat;
  }

  override sendActivity(
    activityOrText: string | Partial<Activity>,
    speak?: string,
    inputHint?: string,
  ): Promise<ResourceResponse | undefined> {
    const id = typeof activityOrText === "object" ? this.#noted(activityOrText) : undefined;
    return id === undefined
      ? this.#sendOne(activityOrText, speak, inputHint)
      : Promise.resolve({ id });
  }

  /** The id of a part that was only kept. */
  #noted(activity: Partial<Activity>): string | undefined {
    const seat = this.#seat;
    if (activity.type !== "typing" || seat === undefined || this.pending.over) return undefined;
    if ((this as unknown as Emitting)._onSendActivities.length > 0) return undefined;
    if (this.sendActivities !== WeChatContext.prototype.sendActivities) return undefined;
    return this.#keeper?.note(seat, activity);
  }

  async #sendOne(
    activityOrText: string | Partial<Activity>,
    speak: string | undefined,
    inputHint: string | undefined,
  ): Promise<ResourceResponse | undefined> {
    const activity =
      typeof activityOrText === "string"
        ? {
            text: activityOrText,
            inputHint: inputHint || "acceptingInput",
            ...(speak && { speak }),
          }
        : activityOrText;
    const responses = await this.sendActivities([activity]);
    return responses?.[0];
  }

  override sendActivities(activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    // Messages are sent even where the bot asks for its replies in one answer (`deliveryMode` `expectReplies`). The
    // SDK would keep them for a caller who reads them out of the response; WeChat does not.
    return this.pending.add(() => send(this, activities));
  }
}

/** `TurnContext.sendActivities`, step by step. */
async function send(
  context: WeChatContext,
  activities: readonly Partial<Activity>[],
): Promise<ResourceResponse[]> {
  const reference = TurnContext.getConversationReference(context.activity);
  const output = activities.map((activity) => {
    const one = TurnContext.applyConversationReference({ ...activity }, reference);
    if (!one.type) one.type = ActivityTypes.Message;
    if (one.id) delete one.id;
    return one;
  });
  const { _onSendActivities: handlers, emit } = context as unknown as Emitting;
  if (handlers.length === 0) {
    return sent(context, output, await context.adapter.sendActivities(context, output));
  }
  return await emit.call(context, handlers, output, async () =>
    sent(context, output, await context.adapter.sendActivities(context, output)),
  );
}

/** Notes in context and activities that they were sent. */
function sent(
  context: WeChatContext,
  output: readonly Partial<Activity>[],
  responses: ResourceResponse[],
): ResourceResponse[] {
  responses?.forEach(({ id }, i) => {
    const one = output[i];
    if (one !== undefined) one.id = id;
  });
  if (output.some(({ type }) => type !== ActivityTypes.Trace)) context.responded = true;
  return responses;
}

/** Private members of the SDK's class: who listens to sends, and how the listeners are called in turn. */
interface Emitting {
  readonly _onSendActivities: readonly unknown[];
  emit(
    handlers: readonly unknown[],
    output: readonly Partial<Activity>[],
    next: () => Promise<ResourceResponse[]>,
  ): Promise<ResourceResponse[]>;
}
