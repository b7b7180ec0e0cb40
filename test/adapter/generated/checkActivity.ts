import { isDeepStrictEqual } from "node:util";
import type { Activity } from "botbuilder";
import { type Outgoing, PIECE_BYTES } from "../../../src/adapter/plan/outgoing.ts";
import { choose, type Situation } from "../../../src/adapter/plan/routes.ts";
import { beginForm } from "../../../src/adapter/translate/choices/formTurn.ts";
import { fromActivity } from "../../../src/adapter/translate/fromActivity.ts";
import { customMessage, fromReply } from "../../../src/client/messages/customMessage.ts";
import { wordsFor } from "../../../src/language/words/road.ts";
import { checkReply, newsLimit, type Reply, writeReply } from "../../../src/protocol/reply.ts";
import { readAnswer } from "../../../src/simulator/answer/answer.ts";
import type { PassiveMessage } from "../../../src/simulator/answer/passiveMessage.ts";
import type { Call } from "../../../src/simulator/api/call.ts";
import { checkMessage } from "../../../src/simulator/api/calls/messageBodies.ts";
import { Platform } from "../../../src/simulator/platform.ts";
import type { Gives, Numbered } from "../../../src/store/openChoices.ts";
import type { TurnScope } from "../../../src/store/turnScope.ts";
import { ManualClock } from "../../../src/testing/manualClock.ts";

/** A simulated account that holds the files which rendering is told of. */
const clock = new ManualClock();
const platform = new Platform({ clock });
const account = platform.addAccount({ type: "service", verified: true });
const TYPES = ["image", "voice", "video", "thumb"] as const;
for (const type of TYPES) {
  platform.record("media.stored", {
    appId: account.settings.appId,
    media: {
      mediaId: type.toUpperCase(),
      type,
      permanent: true,
      createdAt: 0,
      fileName: type,
      contentType: "",
      content: Buffer.alloc(0),
    } as never,
  });
}
const HEAD = { to: "oMei", from: account.settings.originalId, createTime: 1 };
const MESSAGE = { kind: "message", type: "text" } as never;
const EVENT = { kind: "event", event: "CLICK" } as never;

/**
 * Renders an activity and holds every form of every message against the simulated platform's own rules.
 * Throws with what is wrong. Gives how many messages there were.
 */
export function checkActivity(activity: Partial<Activity>, afterEvent: boolean): number {
  const messages = rendered(activity, afterEvent).filter(isShown);
  for (const message of messages) checkMessageForms(message);
  checkTogether(messages, afterEvent);
  return messages.length;
}

function rendered(activity: Partial<Activity>, afterEvent: boolean): readonly Outgoing[] {
  let count = 0;
  const number = (title: string, gives: Gives): Numbered => {
    count += 1;
    return { number: count, id: String(1_000_000_000 + count), title, gives };
  };
  const { parts } = fromActivity(activity, {
    push: afterEvent ? EVENT : MESSAGE,
    locale: "zh-CN",
    number,
    // Both ways of showing choices in words get their share.
    tapLinks: afterEvent,
    beginForm: (form, sheet) => beginForm(scope(), form, sheet),
  });
  return parts.flatMap((part) => {
    if (!("upload" in part)) return [part];
    const mediaId = part.upload.type.toUpperCase();
    const withThumb = part.thumb === undefined ? [] : [part.made(mediaId, "THUMB")];
    return [part.made(mediaId), ...withThumb, ...part.instead];
  });
}

/** A bot's own media id names nothing that the simulated account holds. */
function isShown({ reply }: Outgoing): boolean {
  return !("mediaId" in reply && reply.mediaId === "MEDIA");
}

function scope(): TurnScope {
  return {
    now: clock.now(),
    locale: "zh-CN",
    timeZone: "Asia/Shanghai",
    read: () => undefined,
    write: (_slice: string, value: unknown) => void JSON.stringify(value),
  } as unknown as TurnScope;
}

function checkMessageForms({ reply, custom, words, marks }: Outgoing): void {
  checkReply(reply);
  checkPassive(reply, true);
  const later = custom ?? fromReply(reply);
  if (later === undefined) throw new Error(`${reply.type} has no form for customer service`);
  const body = JSON.parse(JSON.stringify(customMessage("oMei", later, marks)));
  delete body.customservice;
  checkMessage({ account, now: clock.now() } as unknown as Call, body);
  if (words !== undefined) {
    if (words.trim() === "") throw new Error("its words are blank");
    if (Buffer.byteLength(words) > PIECE_BYTES)
      throw new Error("its words are too long to be joined");
  }
}

/** The whole line on an account that lives on passive replies, and on one without grants. */
function checkTogether(messages: readonly Outgoing[], afterEvent: boolean): void {
  const items = messages.map((message, i) => ({ id: `k#${i}`, message, expiresAt: 0 }));
  const facts = { slot: "free", chain: 0, held: [], untaken: [], quota: 0 };
  for (const customerService of [false, true]) {
    const situation = {
      pushKey: "k",
      facts,
      messages: items,
      customerService,
      proven: customerService,
      articles: newsLimit(afterEvent ? EVENT : MESSAGE),
      left: false,
      stillWorking: false,
    } as unknown as Situation;
    const plan = choose(situation, wordsFor("zh-CN"));
    if (plan.reply !== undefined) checkPassive(plan.reply, afterEvent);
    if (items.length > 0 && plan.passive.length === 0) throw new Error("nothing rides");
  }
}

function checkPassive(reply: Reply, afterEvent: boolean): void {
  const understood = readAnswer(
    { status: 200, body: writeReply(reply, HEAD) },
    {
      token: "t",
      appId: account.settings.appId,
      mode: "plain",
      asked: { account: HEAD.from, openid: HEAD.to, ...(afterEvent && { event: "CLICK" }) },
    },
  );
  if (understood.as !== "reply") throw new Error(`it was understood as ${understood.as}`);
  if (understood.remarks.length > 0) throw new Error(understood.remarks.join());
  if (!isDeepStrictEqual(seenOf(understood.message), meantOf(reply))) {
    throw new Error(`meant ${JSON.stringify(meantOf(reply))}, seen ${JSON.stringify(understood)}`);
  }
}

/** What must survive the way to the phone. */
function meantOf(reply: Reply): unknown {
  switch (reply.type) {
    case "text":
      return reply.content.replace(/\r\n?/g, "\n");
    case "news":
      return reply.articles.map(({ title, url }) => [title, url]);
    case "music":
      return [reply.title ?? "", reply.musicUrl];
    case "video":
      return [reply.mediaId, reply.title ?? ""];
    default:
      return "mediaId" in reply ? reply.mediaId : reply;
  }
}

function seenOf(message: PassiveMessage): unknown {
  switch (message.type) {
    case "text":
      return message.text;
    case "news":
      return message.articles.map(({ title, url }) => [title, url]);
    case "music":
      return [message.title, message.url];
    case "video":
      return [message.mediaId, message.title];
    default:
      return "mediaId" in message ? message.mediaId : message;
  }
}
