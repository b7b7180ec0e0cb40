import type { FollowerAction } from "../actions/actions.ts";
import type { PushDocument } from "../pusher/pushXml.ts";
import type { Account } from "../world/account.ts";
import { kindOf } from "../world/kinds.ts";
import type { EventOf, TimelineEvent } from "../world/timeline.ts";
import { inCall, inMessage, inPush } from "./searchable.ts";
import { mediaView } from "./views.ts";
import type { Item, MediaView } from "./wire.ts";

/**
 * What an event of the timeline is to the page; `undefined` for what it does not show. `before`: the event in front of it,
 * which is the shown reply where a push ends with one.
 */
export function itemOf(
  event: TimelineEvent,
  account: Account,
  before?: TimelineEvent,
): Item | undefined {
  switch (event.type) {
    case "follower.acted":
      return did(event, account);
    case "message.shown":
      return shown(event, account);
    case "account.changed": {
      const { seq, at, change } = event;
      if (change.type === undefined) return undefined;
      const settings = { ...account.settings, ...change };
      return { is: "kind", seq, at, kind: kindOf(settings), without: settings.without ?? [] };
    }
    case "time.moved":
      return { is: "time", now: event.at, realNow: event.realNow, jumpedMs: event.ms };
    case "chat.cleared":
      return { is: "cleared", openid: event.openid, anew: event.anew };
    case "push.begun": {
      const { pushId: id, at, openid, push } = event;
      const isEvent = push.MsgType === "event";
      const what = String(isEvent ? push.Event : push.MsgType);
      const gist = gistOf(push);
      const row = { id, at, openid, what, event: isEvent, gist };
      return { is: "push", ...row, find: inPush(push, gist) };
    }
    case "push.delivered": {
      const { pushId: id, openid, attempt, outcome, at, startedAt, status, why } = event;
      return {
        is: "try",
        id,
        openid,
        attempt,
        outcome,
        tookMs: at - startedAt,
        ...(status !== undefined && { status }),
        ...(why !== undefined && { why }),
      };
    }
    case "push.ended": {
      const { seq, pushId: id, at, openid, saw, fault, why, handover, remarks } = event;
      return {
        is: "ended",
        seq,
        id,
        at,
        openid,
        saw,
        remarks,
        ...(fault !== undefined && { fault }),
        ...(why !== undefined && { why }),
        ...(handover !== undefined && { handover }),
        ...(saw === "reply" &&
          before?.type === "message.shown" && { find: inMessage(before.message) }),
      };
    }
    case "api.called": {
      const { rid, at, method, path, errcode, status, ms, body, answer } = event;
      const openid = /"touser"\s*:\s*\[?\s*"([\w-]{1,64})"/.exec(body)?.[1];
      return {
        is: "call",
        rid,
        at,
        method,
        path,
        errcode,
        status,
        ms,
        find: inCall(body, answer),
        ...(openid !== undefined && { openid }),
      };
    }
    default:
      return undefined;
  }
}

function did(event: EventOf<"follower.acted">, account: Account): Item {
  const { seq, at, openid, action, pushes } = event;
  const media = mediaIn(account, pushes[0]?.MediaId);
  return { is: "did", seq, at, openid, action: withoutBulk(action), ...media };
}

function shown(event: EventOf<"message.shown">, account: Account): Item {
  const { seq, at, openid, via, message } = event;
  const content = message[String(message.msgtype)] as { media_id?: unknown } | undefined;
  return { is: "shown", seq, at, openid, via, message, ...mediaIn(account, content?.media_id) };
}

function mediaIn(account: Account, id: unknown): { media?: MediaView } {
  const media = account.media.get(String(id ?? ""));
  return media === undefined ? {} : { media: mediaView(media) };
}

/** An action may hold anything of any length; a bubble needs no more than this. */
const LONGEST = 20_000;

function withoutBulk(action: FollowerAction): FollowerAction {
  if (action.do !== "say" || action.text.length <= LONGEST) return action;
  return { ...action, text: `${action.text.slice(0, LONGEST)}…` };
}

/** Who and when, and names of files that say nothing to people. */
const SILENT =
  /^(?:ToUserName|FromUserName|CreateTime|MsgType|MsgId|MsgID|Event|Ticket|.*MediaId|PicUrl|ThumbUrl|Format|Scale|File.+)$/;
const GIST_CHARACTERS = 80;

/** What a push says beside who, when and what kind. */
function gistOf(push: PushDocument): string {
  const parts = Object.entries(push).filter(
    ([name, value]) => !SILENT.test(name) && value !== undefined && value !== "",
  );
  const told = parts.map(([, value]) => (typeof value === "object" ? "…" : String(value)));
  const gist = told.join(" · ");
  return gist.length > GIST_CHARACTERS ? `${gist.slice(0, GIST_CHARACTERS)}…` : gist;
}
