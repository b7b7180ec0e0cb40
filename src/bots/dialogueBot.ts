import { ActivityHandler } from "botbuilder";
import type { Result } from "./dialogueCalls.ts";
import type { DialogueOptions } from "./dialogueOptions.ts";
import { DialogueRunner } from "./dialogueRunner.ts";
import { contextOf, type EitherContext } from "./eitherContext.ts";

/**
 * A bot of dialogues. It is an `ActivityHandler`: activities that no dialogue takes go to the handlers that you
 * register with `onMessage`, `onMembersAdded` and the like.
 */
export class DialogueBot extends ActivityHandler {
  readonly runner: DialogueRunner;
  /** As its options say. */
  readonly release: number | undefined;

  constructor(options: DialogueOptions) {
    super();
    this.runner = new DialogueRunner(options);
    this.release = options.release;
  }

  override async run(context: EitherContext): Promise<void> {
    const own = contextOf(context);
    const { taken } = await this.runner.turn(own);
    if (!taken) await super.run(own);
  }

  /**
   * Brings the result of a `callback` service, for example from the handler of a payment's notice. False where no
   * dialogue waits for it any more. Throws `WeChatError` with the code `token` for a forged token.
   */
  settle(adapter: object, token: string, result: Result): Promise<boolean> {
    return this.runner.settleByToken(adapter, token, result);
  }
}

/** A bot of dialogues: `dialogueBot({ dialogues: [booking], begin: booking })`. */
export function dialogueBot(options: DialogueOptions): DialogueBot {
  return new DialogueBot(options);
}
