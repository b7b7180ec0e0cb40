import type { Json } from "../../world/facts.ts";
import type { Follower } from "../../world/followers.ts";
import { windowState } from "../../world/windows.ts";
import { bodyOf, type Call, OK } from "../call.ts";
import { type Body, object, text } from "../json.ts";
import { demand } from "../refusal.ts";
import { articleLink, newsCard } from "./articleFields.ts";
import { checkMessage, needArticle } from "./messageBodies.ts";

const TYPING_MS = 15_000;
const TYPING_NEEDS_MS = 30_000;

/** `POST /cgi-bin/message/custom/send`. Source: svc:customer/message/api_sendcustommessage */
export function sendCustom(call: Call): unknown {
  const body = bodyOf(call);
  const { settings } = call.account;
  const follower = recipient(call, text(body, "touser"));
  const { punishment } = settings;
  demand(punishment === undefined, punishment ?? 0);
  checkMessage(call, body);
  checkReach(follower, call.now);
  call.platform.record("message.shown", {
    appId: settings.appId,
    openid: follower.openid,
    via: "custom",
    message: shownAs(call, body),
    usesWindow: true,
  });
  return OK;
}

/** What stands in the chat: a published article as its card, everything else as it was sent. */
function shownAs(call: Call, body: Body): { readonly [name: string]: Json } {
  const { touser: _, ...message } = body;
  if (text(body, "msgtype") !== "mpnewsarticle")
    return message as { readonly [name: string]: Json };
  const publication = needArticle(call, text(object(body, "mpnewsarticle"), "article_id"));
  const [first] = publication.articles;
  return newsCard(first === undefined ? [] : [first], () => articleLink(call, publication, 0));
}

/** `POST /cgi-bin/message/custom/typing`. Source: svc:customer/message/api_typing */
export function showTyping(call: Call): unknown {
  const body = bodyOf(call);
  const follower = recipient(call, text(body, "touser"));
  const command = text(body, "command");
  demand(command === "Typing" || command === "CancelTyping", 45072);
  const until = command === "Typing" ? call.now + TYPING_MS : 0;
  if (until > 0) {
    const isOpen = follower.following && windowState(follower.windows, call.now) !== "closed";
    demand(isOpen, 45015);
    demand(call.now - follower.contactAt <= TYPING_NEEDS_MS, 45080);
    demand(call.now >= follower.typingUntil, 45081);
  }
  const { appId } = call.account.settings;
  call.platform.record("typing.shown", { appId, openid: follower.openid, until });
  return OK;
}

/** The person whom a message is for; 40003 for an openid of another account or of nobody. */
export function recipient(call: Call, openid: string): Follower {
  const follower = call.account.followers.get(openid);
  demand(follower !== undefined, 40003);
  return follower;
}

/** Whether the account may write to the person now. */
function checkReach(follower: Follower, now: number): void {
  demand(!follower.blacklisted, 43019);
  const state = follower.following ? windowState(follower.windows, now) : "closed";
  demand(state !== "closed", 45015);
  demand(!follower.messagesOff, 48002);
  demand(state !== "empty", 45047);
}
