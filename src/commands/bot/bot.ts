import type { Observed } from "../../adapter/watch/observe.ts";
import { channelOf, type WeChatAdapter } from "../../adapter/weChatAdapter.ts";
import { sleep } from "../../clock.ts";
import { readConfig } from "../../config.ts";
import { SettingsError } from "../../errors.ts";
import { type RunningServer, startServer } from "../../server.ts";
import { openDueTimes } from "../../store/sqlite/dueTimes.ts";
import { TURN_SCOPE, type TurnScope } from "../../store/turnScope.ts";
import { guardProcess } from "../guardProcess.ts";
import { JumpingClock } from "../jumpingClock.ts";
import { botLog } from "./botLog.ts";
import {
  type BotOrder,
  type BotReport,
  CLOCK_AHEAD,
  type Done,
  type Writing,
} from "./botMessages.ts";
import { Calm } from "./calm.ts";
import { keptOf, meet, writeState } from "./kept.ts";
import { watchActivities } from "./watchActivities.ts";
import { BotWatch, type Told } from "./watchBot.ts";
import { watchDialogues } from "./watchDialogues.ts";

/** What is told is gathered this long: a busy bot must not send a message for each step. */
const GATHER_MS = 20;
/** What is due so soon belongs to what was done just now: messages that are gathered, a timer of a moment. */
const IN_A_MOMENT_MS = 2_500;

/**
 * The bot's own process under `npm start`: a server as in production, whose clock follows the simulator's
 * and which tells what it does. Ends when the simulator's process does.
 */
export async function runBot(botPath: string): Promise<undefined> {
  const send = process.send?.bind(process);
  if (send === undefined) throw new SettingsError(["bot runs below npm start only: use start."]);
  const report = (message: BotReport) => void (process.connected && send(message));
  const clock = new JumpingClock(Number(process.env[CLOCK_AHEAD] ?? 0));
  const { tell, flush } = gathering(report);
  const watch = new BotWatch(tell, () => clock.now());
  const log = botLog(tell, () => clock.now());
  const config = readConfig(process.env, process.cwd());
  const calmness = new Calm();
  const observe = (event: Observed) => {
    calmness.hear(event);
    watch.observe(event);
  };
  const server = await startServer(config, botPath, { clock, log, observe });
  let slowMs = 0;
  server.use(async (context, next) => {
    const scope = context.turnState.get<TurnScope | undefined>(TURN_SCOPE);
    if (scope !== undefined) watchActivities(context, scope.key, tell);
    if (slowMs > 0) await sleep(clock, slowMs);
    if (scope === undefined) return next();
    const { key, follower } = scope;
    const turn = { key, openid: follower.openid };
    watch.hears(turn, context.activity);
    await log.inTurn(key, next).catch((error) => {
      watch.threw(turn, error);
      throw error;
    });
  });

  const due = openDueTimes(config.store.replace(/^sqlite:/, ""));
  async function calm(): Promise<number | undefined> {
    await calmness.come(() => due.at(clock.now()));
    const times = [clock.nextAt, due.after(clock.now())].filter((at) => at !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  function isBusy(): boolean {
    const now = clock.now();
    if (calmness.isBusy || due.at(now)) return true;
    return (due.after(now) ?? Number.POSITIVE_INFINITY) - now <= IN_A_MOMENT_MS;
  }

  async function carryOut(order: BotOrder): Promise<Done> {
    switch (order.order) {
      case "jump":
        clock.jump(order.ms);
        watch.timeMoved();
        return {};
      case "calm": {
        const at = await calm();
        return at === undefined ? {} : { at };
      }
      case "busy":
        return { busy: isBusy() };
      case "slow":
        slowMs = order.ms;
        return {};
      case "forget":
        await server.adapter.forget(order.openid);
        watch.forgets(order.openid);
        return {};
      case "relearn":
        channelOf(server.adapter).relearn(config.account.appId);
        return {};
      case "write":
        await write(server.adapter, order);
        return {};
      case "meet":
        for (const openid of order.openids) await meet(server.adapter, openid, watch);
        return {};
      case "kept":
        return { kept: await keptOf(server.adapter, order.openid) };
      case "state":
        await writeState(server.adapter, order);
        return {};
    }
  }

  process.on("message", (order: BotOrder) => {
    carryOut(order).then(
      (done) => {
        // Whoever is told that it is done knows what came of it.
        flush();
        report({ report: "done", n: order.n, ...done });
      },
      (error: Error & { readonly code?: unknown }) => {
        const { message: problem, code } = error;
        report({ report: "done", n: order.n, problem, ...(isCode(code) && { code }) });
      },
    );
  });
  await watchDialogues(server, botPath, watch, (dialogues) => {
    report({ report: "dialogues", dialogues });
  });
  endWithParent(server);
  guardProcess(log);
  report({ report: "listening", address: server.address });
}

/** Of an error of ours, and of no other's. */
function isCode(code: unknown): code is string {
  return typeof code === "string" && /^[a-z]+(?:-[a-z]+)*$/.test(code);
}

function endWithParent(server: RunningServer): void {
  const stop = () => void server.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.once("disconnect", stop);
}

function gathering(report: (message: BotReport) => void) {
  let told: Told[] = [];
  function flush(): void {
    if (told.length > 0) report({ report: "told", told });
    told = [];
  }
  function tell(one: Told): void {
    told.push(one);
    if (told.length === 1) setTimeout(flush, GATHER_MS);
  }
  return { tell, flush };
}

/** Writes first. What WeChat refuses rejects, as it would in the bot's own code. */
async function write(adapter: WeChatAdapter, writing: Writing): Promise<void> {
  switch (writing.way) {
    case "proactive": {
      const { openid, text } = writing;
      const reference = {
        conversation: { id: openid, isGroup: false, name: "", conversationType: "" },
      };
      await adapter.continueConversation(reference, async (context) => {
        await context.sendActivity(text);
      });
      return;
    }
    case "custom": {
      const { openid: touser, text: content } = writing;
      await adapter.client().call("custom.send", { touser, msgtype: "text", text: { content } });
      return;
    }
    case "template": {
      const { openid: touser, templateId, data } = writing;
      await adapter.client().call("template.send", { touser, template_id: templateId, data });
      return;
    }
    case "mass": {
      const { openids: touser, text: content } = writing;
      await adapter.client().call("mass.send", { touser, msgtype: "text", text: { content } });
      return;
    }
  }
}
