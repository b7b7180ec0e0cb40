import type { RequestListener } from "node:http";
import { ActivityHandler } from "botbuilder";
import type { BotLogic } from "../../src/index.ts";
import { ACCOUNT, echo, type Mode } from "../account.ts";

// As npm has it: built, so that nobody's memory holds a compiler for his sources.
const PACKAGE = "../../dist/index.js";
const { WeChatAdapter } = (await import(PACKAGE)) as typeof import("../../src/index.ts");

/** The adapter as a bot developer gets it, nothing switched off, with a bot that is one function. */
export function createFunctionListener(mode: Mode): RequestListener {
  return listenerFor(mode, async (context) => {
    await context.sendActivity(echo(context.activity.text));
  });
}

/** The same with a bot made the usual way. */
export function createHandlerListener(mode: Mode): RequestListener {
  const bot = new ActivityHandler();
  bot.onMessage(async (context, next) => {
    await context.sendActivity(echo(context.activity.text));
    await next();
  });
  return listenerFor(mode, (context) => bot.run(context));
}

function listenerFor(mode: Mode, logic: BotLogic): RequestListener {
  const adapter = new WeChatAdapter({ accounts: [{ ...ACCOUNT, mode }] });
  return function handle(request, response) {
    void adapter.process(request, response, logic);
  };
}
