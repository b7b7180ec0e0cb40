import { type Activity, DeliveryModes } from "@microsoft/agents-activity";
import { type BaseAdapter, TurnContext } from "@microsoft/agents-hosting";
import { PendingSends } from "../adapter/shell/pendingSends.ts";
import type { Clock } from "../clock.ts";
import { AgentStream } from "./agentStream.ts";

/** A turn's context as the Agents SDK's own, which knows the sends that are on their way, and streams. */
export class WeChatAgentContext extends TurnContext {
  readonly pending = new PendingSends();
  readonly #clock: Clock;
  #stream: AgentStream | undefined;

  constructor(adapter: BaseAdapter, activity: Activity, appId: string, clock: Clock) {
    super(adapter, activity, { aud: appId });
    this.#clock = clock;
  }

  override get streamingResponse(): AgentStream {
    this.#stream ??= new AgentStream(this, this.#clock);
    return this.#stream;
  }

  /**
   * The SDK goes on with a copy where an agent has `authorization`, and with the message from before the sign-in: the
   * copy streams, and its sends are waited for, as this one's.
   */
  protected override copyTo(copy: TurnContext): void {
    super.copyTo(copy);
    const { sendActivities } = TurnContext.prototype;
    const stream = new AgentStream(copy, this.#clock);
    Object.defineProperties(copy, {
      streamingResponse: { value: stream },
      sendActivities: {
        value: (activities: Parameters<typeof sendActivities>[0]) =>
          this.pending.add(() => sendActivities.call(copy, activities)),
      },
    });
  }

  override sendActivities(
    ...activities: Parameters<TurnContext["sendActivities"]>
  ): ReturnType<TurnContext["sendActivities"]> {
    // The SDK would keep the replies for a caller who reads them out of the response, and WeChat is none.
    if (this.activity.deliveryMode === DeliveryModes.ExpectReplies) {
      this.activity.deliveryMode = DeliveryModes.Normal;
    }
    return this.pending.add(() => super.sendActivities(...activities));
  }
}
