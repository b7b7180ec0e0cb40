import { type Draft, type Publication, published, withArticle } from "../../world/articles.ts";
import type { Json } from "../../world/facts.ts";
import type { Follower } from "../../world/followers.ts";
import { dayOf, monthOf } from "../../world/periods.ts";
import type { MassJob } from "../../world/templates.ts";
import { bodyOf, type Call, OK } from "../call.ts";
import { type Body, bytesOf, idText, int64, list, number, object, text, texts } from "../json.ts";
import { demand, Refusal } from "../refusal.ts";
import { articleLink, draftLink, newsCard } from "./articleFields.ts";
import { recipient } from "./customMessages.ts";
import { needDraft, takeOut } from "./draftCalls.ts";
import { needMedia } from "./messageBodies.ts";

const RECIPIENTS = [2, 10_000] as const;
const A_MONTH_EACH = 4;
const CLIENT_ID_BYTES = 64;
const RETRY_MS = 60_000;
const SPEEDS = 4;
/** The results of mass sends come from here. Source: inbound 3.3 */
const HELPER = "mphelper";

/** `mass/sendall`: to all, or to the people with a tag. Source: svc:notify/message/api_sendall */
export function sendToAll(call: Call): unknown {
  const body = bodyOf(call);
  const filter = object(body, "filter");
  const toAll = filter.is_to_all === true;
  const tag = number(filter, "tag_id") ?? -1;
  demand(toAll || call.account.tags.has(tag), 45159);
  const people = [...call.account.followers.values()].filter(
    (one) => one.following && (toAll || one.tagIds.has(tag)),
  );
  return send(call, body, people, toAll);
}

/** `mass/send`: to people by openid. */
export function sendToList(call: Call): unknown {
  const body = bodyOf(call);
  const openids = texts(body, "touser");
  demand(openids.length >= RECIPIENTS[0], 40130);
  demand(openids.length <= RECIPIENTS[1], 40032);
  const people = openids.map((openid) => recipient(call, openid));
  demand(
    people.some((one) => one.following),
    43004,
  );
  return send(
    call,
    body,
    people.filter((one) => one.following),
    false,
  );
}

/** `mass/preview`: one person sees it, and nothing is counted against anybody. */
export function preview(call: Call): unknown {
  const body = bodyOf(call);
  const follower = recipient(call, text(body, "touser"));
  demand(follower.following, 43004);
  checkContent(call, body);
  const draft = draftOf(call, body);
  const message =
    draft === undefined
      ? asShown(body)
      : newsCard(draft.articles, (index) => draftLink(call, draft.mediaId, index));
  const msgId = call.platform.dice.id64();
  show(call, message, follower, msgId);
  return { errcode: 0, errmsg: "preview success", msg_id: int64(msgId) };
}

export function deleteMass(call: Call): unknown {
  const body = bodyOf(call);
  const msgId = idText(body, "msg_id");
  const job = call.account.massJobs.get(msgId);
  demand(job !== undefined, 40097);
  const { appId } = call.account.settings;
  // One article of several, counted from 1; 0 or none: the message and all of them.
  const index = number(body, "article_idx") ?? 0;
  const sent = call.account.publications.get(job.msgDataId);
  demand(index >= 0 && index <= (sent?.articles.length ?? 0), 40114);
  if (sent !== undefined) {
    const publication = sent.articles.reduce(
      (so, _, at) =>
        index === 0 || at === index - 1 ? withArticle(so, at, () => ({ deleted: true })) : so,
      sent,
    );
    call.platform.record("publication.set", { appId, publication });
  }
  if (index === 0) call.platform.record("mass.deleted", { appId, msgId });
  return OK;
}

export function massStatus(call: Call): unknown {
  const job = call.account.massJobs.get(idText(bodyOf(call), "msg_id"));
  demand(job !== undefined, 40097);
  return { msg_id: int64(job.msgId), msg_status: job.deleted ? "DELETE" : "SEND_SUCCESS" };
}

export function getSpeed(call: Call): unknown {
  return { speed: call.account.massSpeed, realspeed: 15 };
}

export function setSpeed(call: Call): unknown {
  const speed = number(bodyOf(call), "speed");
  demand(speed !== undefined && speed >= 0 && speed <= SPEEDS, 45083);
  call.platform.record("mass.speed", { appId: call.account.settings.appId, speed });
  return OK;
}

function send(call: Call, body: Body, people: readonly Follower[], toAll: boolean): unknown {
  const clientMsgId = text(body, "clientmsgid");
  demand(bytesOf(clientMsgId) <= CLIENT_ID_BYTES, 45067);
  // Before the content: the draft of a job that was taken is not in its box any more.
  checkRepeated(call, clientMsgId);
  checkContent(call, body);
  checkAllowance(call, toAll);
  const { appId } = call.account.settings;
  const reached = people.filter((one) => mayReceive(call, one));
  const job: MassJob = {
    msgId: call.platform.dice.id64(),
    msgDataId: String(call.platform.dice.number(2 ** 31)),
    clientMsgId,
    at: call.now,
    toAll,
    sentTo: reached.length,
    deleted: false,
  };
  const draft = draftOf(call, body);
  const sent = draft && publish(call, draft, job.msgDataId);
  const message =
    sent === undefined
      ? asShown(body)
      : newsCard(sent.articles, (index) => articleLink(call, sent, index));
  for (const one of reached) show(call, message, one, job.msgId);
  call.platform.record("mass.sent", { appId, job, openids: reached.map(({ openid }) => openid) });
  call.platform.raise(appId, HELPER, {
    Event: "MASSSENDJOBFINISH",
    MsgID: job.msgId,
    Status: "send success",
    TotalCount: people.length,
    FilterCount: reached.length,
    SentCount: reached.length,
    ErrorCount: 0,
    ...(sent === undefined ? {} : articleResults(call, sent)),
  });
  return {
    errcode: 0,
    errmsg: "send job submission success",
    msg_id: int64(job.msgId),
    msg_data_id: int64(job.msgDataId),
  };
}

/** The draft that a mass send of articles names. */
function draftOf(call: Call, body: Body): Draft | undefined {
  if (text(body, "msgtype") !== "mpnews") return undefined;
  return needDraft(call, object(body, "mpnews"));
}

/** A draft that is sent can be read by everybody, and leaves the box. */
function publish(call: Call, draft: Draft, msgDataId: string): Publication {
  const publication = { msgDataId, articles: published(draft.articles), at: call.now };
  call.platform.record("publication.set", { appId: call.account.settings.appId, publication });
  takeOut(call, draft);
  return publication;
}

/** What the result says of each article. Source: off:Message_Management/Batch_Sends_and_Originality_Checks */
function articleResults(call: Call, { articles, ...sent }: Publication) {
  const originals = articles.map((_, index) => ({
    ArticleIdx: index + 1,
    UserDeclareState: 0,
    AuditState: 2,
    OriginalArticleUrl: "",
    OriginalArticleType: 0,
    CanReprint: 0,
    NeedReplaceContent: 0,
    NeedShowReprintSource: 0,
  }));
  const links = articles.map((_, index) => ({
    ArticleIdx: index + 1,
    ArticleUrl: articleLink(call, { articles, ...sent }, index),
  }));
  return {
    CopyrightCheckResult: {
      Count: articles.length,
      ResultList: { item: originals },
      CheckState: 1,
    },
    ArticleUrlResult: { Count: articles.length, ResultList: { item: links } },
  };
}

function checkContent(call: Call, body: Body): void {
  const type = text(body, "msgtype");
  const check = CONTENTS[type];
  demand(check !== undefined, 40008);
  check(call, object(body, type));
}

const CONTENTS: Readonly<Record<string, (call: Call, part: Body) => void>> = {
  text: (_call, part) => demand(text(part, "content") !== "", 44004),
  image: (call, part) => needMedia(call, part, "media_id", "image"),
  images(call, part) {
    for (const mediaId of list(part, "media_ids")) {
      needMedia(call, { media_id: mediaId }, "media_id", "image");
    }
  },
  voice: (call, part) => needMedia(call, part, "media_id", "voice"),
  mpvideo: (call, part) => needMedia(call, part, "media_id", "video"),
  mpnews: (call, part) => void needDraft(call, part),
};

/** 45066 within a minute, 45065 with the first one's id later. */
function checkRepeated(call: Call, clientMsgId: string): void {
  if (clientMsgId === "") return;
  const before = [...call.account.massJobs.values()].find((one) => one.clientMsgId === clientMsgId);
  if (before === undefined) return;
  demand(call.now - before.at >= RETRY_MS, 45066);
  throw new Refusal(45065, undefined, { msg_id: int64(before.msgId) });
}

/** A subscription account has one a day; anybody reaches all at once only once a day. */
function checkAllowance(call: Call, toAll: boolean): void {
  const today = [...call.account.massJobs.values()].filter(
    ({ at }) => dayOf(at) === dayOf(call.now),
  );
  demand(call.account.settings.type !== "subscription" || today.length === 0, 45028);
  demand(!toAll || !today.some((job) => job.toAll), 45028);
}

function mayReceive(call: Call, person: Follower): boolean {
  if (person.blacklisted || person.messagesOff) return false;
  const { type } = call.account.settings;
  const received = person.massReceived.get(monthOf(call.now)) ?? 0;
  return type !== "service" || received < A_MONTH_EACH;
}

/** A message without what says whom it is for. */
function asShown(body: Body): { readonly [name: string]: Json } {
  const { touser: _, filter: __, ...message } = body;
  return message as { readonly [name: string]: Json };
}

function show(
  call: Call,
  message: { readonly [name: string]: Json },
  { openid }: Follower,
  id: string,
): void {
  call.platform.record("message.shown", {
    appId: call.account.settings.appId,
    openid,
    via: "mass",
    message,
    usesWindow: false,
    id,
  });
}
