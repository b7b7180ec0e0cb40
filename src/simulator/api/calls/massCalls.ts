import type { Json } from "../../world/facts.ts";
import type { Follower } from "../../world/followers.ts";
import { dayOf, monthOf } from "../../world/periods.ts";
import type { MassJob } from "../../world/templates.ts";
import { bodyOf, type Call, OK } from "../call.ts";
import { type Body, bytesOf, idText, int64, list, number, object, text, texts } from "../json.ts";
import { demand, Refusal } from "../refusal.ts";
import { recipient } from "./customMessages.ts";
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
  show(call, body, follower, call.platform.dice.id64());
  return { errcode: 0, errmsg: "preview success" };
}

export function deleteMass(call: Call): unknown {
  const msgId = idText(bodyOf(call), "msg_id");
  demand(call.account.massJobs.has(msgId), 40097);
  call.platform.record("mass.deleted", { appId: call.account.settings.appId, msgId });
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
  checkContent(call, body);
  const clientMsgId = text(body, "clientmsgid");
  demand(bytesOf(clientMsgId) <= CLIENT_ID_BYTES, 45067);
  checkRepeated(call, clientMsgId);
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
  for (const one of reached) show(call, body, one, job.msgId);
  call.platform.record("mass.sent", { appId, job, openids: reached.map(({ openid }) => openid) });
  call.platform.raise(appId, HELPER, {
    Event: "MASSSENDJOBFINISH",
    MsgID: job.msgId,
    Status: "send success",
    TotalCount: people.length,
    FilterCount: reached.length,
    SentCount: reached.length,
    ErrorCount: 0,
  });
  return {
    errcode: 0,
    errmsg: "send job submission success",
    msg_id: int64(job.msgId),
    msg_data_id: int64(job.msgDataId),
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
  // Drafts are not simulated.
  mpnews: () => demand(false, 40007),
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

function show(call: Call, body: Body, { openid }: Follower, id: string): void {
  const { touser: _, filter: __, ...message } = body;
  call.platform.record("message.shown", {
    appId: call.account.settings.appId,
    openid,
    via: "mass",
    message: message as { readonly [name: string]: Json },
    usesWindow: false,
    id,
  });
}
