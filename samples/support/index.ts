import { randomBytes } from "node:crypto";
import { dialogueBot, followLanguage, type WeChatAdapter } from "../../src/index.ts";
import type { Services } from "../../src/services.ts";
import { demoHelpdesk, type Helpdesk } from "./helpdesk.ts";
import { supportBy, topics, welcome } from "./support.ts";
import { words } from "./texts.ts";

export interface SupportParts {
  readonly helpdesk: Helpdesk;
  /** Seals what the helpdesk gives back; the same in every process. */
  readonly secret: string;
  /** Of the template with the places `question` and `answer`. Without one, a late answer is held. */
  readonly templateId?: string | undefined;
}

/** A bot that answers what it can and asks people for the rest. `adapter` is what their answers go through. */
export function supportBot(adapter: WeChatAdapter, { helpdesk, secret, templateId }: SupportParts) {
  const support = supportBy(helpdesk, templateId);
  const bot = dialogueBot({
    dialogues: [support],
    begin: support,
    texts: words,
    locale: followLanguage,
    intents: [topics],
    // A question that was not answered goes to people at once.
    asksBeforeGivingUp: false,
    triggers: [{ on: "subscribed", begins: welcome }],
    callbackSecret: secret,
  });
  helpdesk.onAnswer((token, answer) => {
    void bot.settle(adapter, token, { output: { answer } });
  });
  return bot;
}

export default ({ adapter, clock }: Services) =>
  supportBot(adapter, {
    helpdesk: demoHelpdesk(clock),
    secret: process.env.SUPPORT_SECRET ?? randomBytes(32).toString("hex"),
    templateId: process.env.SUPPORT_TEMPLATE_ID,
  });
