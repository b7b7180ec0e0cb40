import type { RequestListener } from "node:http";
import { ActivityHandler, AgentApplication, type TurnState } from "@microsoft/agents-hosting";
import type { WeChatAgentAdapter as Adapter, Agent } from "../../src/agents/index.ts";
import { ACCOUNT, echo, type Mode } from "../account.ts";

// As npm has it: built, as in `ours.ts`.
const PACKAGE = "../../dist/agents/index.js";
const { WeChatAgentAdapter } = (await import(
  PACKAGE
)) as typeof import("../../src/agents/index.ts");

/** The shell for the Agents SDK, with an agent that is one function. */
export function createFunctionListener(mode: Mode): RequestListener {
  return listenerFor(mode, () => async (context) => {
    await context.sendActivity(echo(context.activity.text ?? ""));
  });
}

/** The same with the SDK's `ActivityHandler`. */
export function createHandlerListener(mode: Mode): RequestListener {
  const bot = new ActivityHandler();
  bot.onMessage(async (context, next) => {
    await context.sendActivity(echo(context.activity.text ?? ""));
    await next();
  });
  return listenerFor(mode, () => bot);
}

/** The same with an `AgentApplication`, as the SDK's documents have it. */
export function createApplicationListener(mode: Mode): RequestListener {
  return listenerFor(mode, (adapter) => {
    const app = new AgentApplication<TurnState>({ adapter, storage: adapter.botStorage });
    app.onActivity("message", async (context) => {
      await context.sendActivity(echo(context.activity.text ?? ""));
    });
    return app;
  });
}

function listenerFor(mode: Mode, make: (adapter: Adapter) => Agent): RequestListener {
  const adapter = new WeChatAgentAdapter({ accounts: [{ ...ACCOUNT, mode }] });
  const agent = make(adapter);
  return function handle(request, response) {
    void adapter.process(request, response, agent);
  };
}
