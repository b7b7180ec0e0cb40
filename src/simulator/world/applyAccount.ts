import type { Account } from "./account.ts";
import { createFollower, type Follower } from "./followers.ts";
import { monthOf } from "./periods.ts";
import type { IssuedToken } from "./tokens.ts";
import { openWindow, useWindow } from "./windows.ts";
import type { Reducers, World } from "./world.ts";

/** Older tokens are long dead; without this, an account that asks for a new one each time grows. */
const TOKENS_KEPT = 50;

/** How events change accounts and their followers. */
export const applyToAccount: Reducers = {
  "account.changed": (world, { appId, change }) => {
    const account = accountIn(world, appId);
    account.settings = { ...account.settings, ...change };
  },
  "option.set": (world, { appId, name, value }) => {
    const account = accountIn(world, appId);
    const settings = { ...account.settings };
    if (name === "location_report")
      account.settings = { ...settings, locationReport: level(value) };
    if (name === "voice_recognize")
      account.settings = { ...settings, speechRecognition: value === "1" };
    if (name === "customer_service")
      account.settings = { ...settings, customerService: value === "1" };
  },
  "follower.created": (world, { appId, openid, profile }) => {
    accountIn(world, appId).followers.set(openid, createFollower(openid, profile));
  },
  "follower.changed": (world, { appId, openid, change }) => {
    Object.assign(followerIn(world, appId, openid), change);
  },
  "chat.cleared": (world, { appId, openid, anew }) => {
    if (!anew) return;
    const { profile } = followerIn(world, appId, openid);
    accountIn(world, appId).followers.set(openid, createFollower(openid, profile));
  },
  "follower.acted": (world, event) => {
    const { settings } = accountIn(world, event.appId);
    const follower = followerIn(world, event.appId, event.openid);
    if (event.follows !== undefined) {
      follower.following = true;
      follower.followedAt = event.at;
      follower.subscribeScene = event.follows.scene;
      follower.qrScene = event.follows.qrScene;
    }
    if (event.opens !== undefined) {
      follower.windows = openWindow(follower.windows, event.opens, event.at, settings);
    }
    if (event.isMessage) follower.contactAt = event.at;
    if (event.permissions !== undefined) follower.permissions = event.permissions;
    if (event.messagesOff !== undefined) follower.messagesOff = event.messagesOff;
    if (event.action.do === "unfollow") leave(follower);
  },
  "follower.tagged": (world, { appId, openids, tagId, on }) => {
    for (const openid of openids) {
      const { tagIds } = followerIn(world, appId, openid);
      if (on) tagIds.add(tagId);
      else tagIds.delete(tagId);
    }
  },
  "message.shown": (world, event) => {
    const { settings } = accountIn(world, event.appId);
    const follower = followerIn(world, event.appId, event.openid);
    if (event.usesWindow) {
      follower.windows = useWindow(follower.windows, event.at, settings.mergeRule);
    }
    if (event.clientMsgId !== undefined) follower.clientMsgIds.set(event.clientMsgId, event.at);
    // A notification stands elsewhere; only what is written in the chat ends "is typing".
    if (event.via !== "passive" && event.via !== "custom" && event.via !== "agent") return;
    follower.contactAt = event.at;
    follower.typingUntil = 0;
    for (const [id, content] of choicesOf(event.message)) follower.choices.set(id, content);
  },
  "typing.shown": (world, { appId, openid, until }) => {
    followerIn(world, appId, openid).typingUntil = until;
  },
  "token.issued": (world, event) => {
    const { token, retiresOthersAt, at } = event;
    const add = (tokens: readonly IssuedToken[]) => [
      ...tokens
        .slice(-TOKENS_KEPT)
        .map((one) =>
          one.family === token.family &&
          one.retiredAt === undefined &&
          retiresOthersAt !== undefined
            ? { ...one, retiredAt: retiresOthersAt }
            : one,
        ),
      token,
    ];
    const component = world.components.get(event.componentAppId ?? event.appId);
    const owner =
      event.componentAppId !== undefined
        ? component?.authorisations.get(event.appId)
        : (component ?? world.accounts.get(event.appId));
    if (owner !== undefined) owner.tokens = add(owner.tokens);
    if (event.forced === true) accountIn(world, event.appId).forcedAt.push(at);
  },
  "menu.set": (world, { appId, menu }) => {
    const account = accountIn(world, appId);
    account.menu = menu ?? undefined;
    if (menu === null) account.conditionalMenus.clear();
  },
  "menu.conditional": (world, { appId, menu }) => {
    accountIn(world, appId).conditionalMenus.set(menu.menuId, menu);
  },
  "menu.conditionalRemoved": (world, { appId, menuId }) => {
    accountIn(world, appId).conditionalMenus.delete(menuId);
  },
  "qrcode.created": (world, { appId, code }) => {
    accountIn(world, appId).qrCodes.set(code.ticket, code);
  },
  "media.stored": (world, { appId, media }) => {
    accountIn(world, appId).media.set(media.mediaId, media);
  },
  "media.removed": (world, { appId, mediaId }) => {
    accountIn(world, appId).media.delete(mediaId);
  },
  "agent.set": (world, { appId, agent }) => {
    accountIn(world, appId).agents.set(agent.account, agent);
  },
  "agent.removed": (world, { appId, account }) => {
    accountIn(world, appId).agents.delete(account);
  },
  "session.set": (world, { appId, openid, agent, at }) => {
    followerIn(world, appId, openid).session = agent === null ? undefined : { agent, since: at };
  },
  "template.added": (world, { appId, template }) => {
    accountIn(world, appId).templates.set(template.templateId, template);
  },
  "template.removed": (world, { appId, templateId }) => {
    accountIn(world, appId).templates.delete(templateId);
  },
  "industry.set": (world, { appId, primary, second, at }) => {
    accountIn(world, appId).industry = { primary, second, at };
  },
  "permission.given": (world, { appId, openid, permission }) => {
    const follower = followerIn(world, appId, openid);
    follower.permissions = [...follower.permissions, permission];
  },
  "permission.used": (world, { appId, openid, templateId, scene }) => {
    const follower = followerIn(world, appId, openid);
    const used = follower.permissions.find(
      (one) => one.templateId === templateId && one.scene === scene && !one.longTerm,
    );
    follower.permissions = follower.permissions.filter((one) => one !== used);
  },
  "tag.set": (world, { appId, id, name }) => {
    accountIn(world, appId).tags.set(id, name);
  },
  "tag.removed": (world, { appId, id }) => {
    const account = accountIn(world, appId);
    account.tags.delete(id);
    for (const follower of account.followers.values()) follower.tagIds.delete(id);
  },
  "mass.sent": (world, { appId, job, openids, at }) => {
    const account = accountIn(world, appId);
    account.massJobs.set(job.msgId, job);
    for (const openid of openids) {
      const { massReceived } = followerIn(world, appId, openid);
      massReceived.set(monthOf(at), (massReceived.get(monthOf(at)) ?? 0) + 1);
    }
  },
  "mass.deleted": (world, { appId, msgId }) => {
    const { massJobs } = accountIn(world, appId);
    const job = massJobs.get(msgId);
    if (job !== undefined) massJobs.set(msgId, { ...job, deleted: true });
  },
  "draft.stored": (world, { appId, draft }) => {
    accountIn(world, appId).drafts.set(draft.mediaId, draft);
  },
  "draft.removed": (world, { appId, mediaId }) => {
    accountIn(world, appId).drafts.delete(mediaId);
  },
  "publication.set": (world, { appId, publication }) => {
    accountIn(world, appId).publications.set(publication.msgDataId, publication);
  },
  "ticket.issued": (world, { appId, kind, ticket, expiresAt }) => {
    accountIn(world, appId).tickets.set(kind, { ticket, expiresAt });
  },
  "shortKey.made": (world, { appId, key, data, expiresAt, at }) => {
    accountIn(world, appId).shortKeys.set(key, { data, at, expiresAt });
  },
  "followers.moved": (world, { appId, fromOriginalId, openids, at }) => {
    const account = accountIn(world, appId);
    account.movedFrom.set(fromOriginalId, { at, openids: new Map(openids) });
    const from = [...world.accounts.values()].find(
      ({ settings }) => settings.originalId === fromOriginalId,
    );
    for (const [old, now] of openids) {
      const before = from?.followers.get(old);
      if (before === undefined) continue;
      const after = createFollower(now, before.profile);
      account.followers.set(now, Object.assign(after, { following: true, followedAt: at }));
      leave(before);
    }
  },
  "mass.speed": (world, { appId, speed }) => {
    accountIn(world, appId).massSpeed = speed;
  },
};

function leave(follower: Follower): void {
  follower.following = false;
  // "… or subscription is canceled": what was open does not come back with the next follow.
  follower.windows = [];
  follower.typingUntil = 0;
  follower.session = undefined;
}

function level(value: string): 0 | 1 | 2 {
  return value === "1" ? 1 : value === "2" ? 2 : 0;
}

/** The choices of a message menu. */
function choicesOf(message: { readonly [name: string]: unknown }): readonly [string, string][] {
  const menu = message.msgmenu as { list?: { id?: unknown; content?: unknown }[] } | undefined;
  return (menu?.list ?? []).map(({ id, content }) => [String(id), String(content)]);
}

function accountIn(world: World, appId: string): Account {
  const account = world.accounts.get(appId);
  if (account === undefined) throw new Error(`The timeline has no account ${appId}.`);
  return account;
}

function followerIn(world: World, appId: string, openid: string): Follower {
  const follower = accountIn(world, appId).followers.get(openid);
  if (follower === undefined) throw new Error(`The timeline has no follower ${openid}.`);
  return follower;
}
