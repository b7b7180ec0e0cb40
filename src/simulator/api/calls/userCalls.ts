import type { Follower } from "../../world/followers.ts";
import { bodyOf, type Call, OK } from "../call.ts";
import { bytesOf, number, object, objects, text, texts } from "../json.ts";
import { demand } from "../refusal.ts";
import { recipient } from "./customMessages.ts";

const PAGE = 10_000;
const INFO_AT_ONCE = 100;
const REMARK_CHARACTERS = 30;
const TAGS = 100;
const TAG_BYTES = 30;
const TAGS_EACH = 20;
const TAGGED_AT_ONCE = 50;
const MOVED_AT_ONCE = 100;
/** For so long after the move openids can be asked. */
const MOVED_MS = 15 * 86_400_000;
const BLACKLISTED_AT_ONCE = 20;
const TOO_MANY_FANS = 100_000;
/** Tags 0, 1 and 2 are WeChat's own. */
const FIRST_OWN_TAG = 100;

/** `user/info`. Nicknames and pictures are gone since 2021-12-27; their keys are still there, empty. */
export function userInfo(call: Call): unknown {
  return infoOf(recipient(call, call.query.get("openid") ?? ""));
}

export function userInfos(call: Call): unknown {
  const wanted = objects(bodyOf(call), "user_list");
  demand(wanted.length >= 1 && wanted.length <= INFO_AT_ONCE, 40032);
  return { user_info_list: wanted.map((one) => infoOf(recipient(call, text(one, "openid")))) };
}

/** `user/get`: pages of 10,000; the last one has neither list nor count. */
export function listUsers(call: Call): unknown {
  const all = [...call.account.followers.values()].filter((one) => one.following);
  const openids = all.map(({ openid }) => openid);
  return { total: openids.length, ...pageAfter(openids, call.query.get("next_openid") ?? "") };
}

export function setRemark(call: Call): unknown {
  const body = bodyOf(call);
  const { openid } = recipient(call, text(body, "openid"));
  const remark = text(body, "remark");
  demand([...remark].length < REMARK_CHARACTERS, 40092);
  call.platform.record("follower.changed", {
    appId: call.account.settings.appId,
    openid,
    change: { remark },
  });
  return OK;
}

export function createTag(call: Call): unknown {
  const name = tagName(call);
  const { tags, settings } = call.account;
  demand(tags.size <= TAGS, 45056);
  const id = Math.max(FIRST_OWN_TAG - 1, ...tags.keys()) + 1;
  call.platform.record("tag.set", { appId: settings.appId, id, name });
  return { tag: { id, name } };
}

export function listTags(call: Call): unknown {
  const tags = [...call.account.tags].map(([id, name]) => ({
    id,
    name,
    count: tagged(call, id).length,
  }));
  return { tags };
}

export function renameTag(call: Call): unknown {
  const id = ownTag(call, number(object(bodyOf(call), "tag"), "id"));
  const name = tagName(call);
  call.platform.record("tag.set", { appId: call.account.settings.appId, id, name });
  return OK;
}

export function deleteTag(call: Call): unknown {
  const id = ownTag(call, number(object(bodyOf(call), "tag"), "id"));
  demand(tagged(call, id).length <= TOO_MANY_FANS, 45057);
  call.platform.record("tag.removed", { appId: call.account.settings.appId, id });
  return OK;
}

export function listTagged(call: Call): unknown {
  const body = bodyOf(call);
  const id = anyTag(call, number(body, "tagid"));
  return pageAfter(tagged(call, id), text(body, "next_openid"));
}

export function tagUsers(call: Call): unknown {
  return setTagged(call, true);
}

export function untagUsers(call: Call): unknown {
  return setTagged(call, false);
}

export function tagsOfUser(call: Call): unknown {
  const { tagIds } = recipient(call, text(bodyOf(call), "openid"));
  return { tagid_list: [...tagIds] };
}

export function listBlacklisted(call: Call): unknown {
  const all = [...call.account.followers.values()].filter((one) => one.blacklisted);
  const openids = all.map(({ openid }) => openid);
  const begin = text(bodyOf(call), "begin_openid");
  return { total: openids.length, ...pageAfter(openids, begin) };
}

export function blacklist(call: Call): unknown {
  return setBlacklisted(call, true);
}

export function unblacklist(call: Call): unknown {
  return setBlacklisted(call, false);
}

function infoOf(follower: Follower): object {
  const { openid, profile, tagIds } = follower;
  if (!follower.following) return { subscribe: 0, openid, tagid_list: [] };
  const { qrScene } = follower;
  return {
    subscribe: 1,
    openid,
    nickname: "",
    sex: 0,
    language: profile.language,
    city: "",
    province: "",
    country: "",
    headimgurl: "",
    subscribe_time: Math.floor(follower.followedAt / 1_000),
    ...(profile.unionId === undefined ? {} : { unionid: profile.unionId }),
    remark: follower.remark,
    groupid: [...tagIds][0] ?? 0,
    tagid_list: [...tagIds],
    subscribe_scene: follower.subscribeScene,
    qr_scene: typeof qrScene === "number" ? qrScene : 0,
    qr_scene_str: typeof qrScene === "string" ? qrScene : "",
  };
}

function pageAfter(openids: readonly string[], after: string): object {
  const from = after === "" ? 0 : openids.indexOf(after) + 1;
  demand(after === "" || from > 0, 40003);
  const page = openids.slice(from, from + PAGE);
  if (page.length === 0) return { count: 0, next_openid: "" };
  return { count: page.length, data: { openid: page }, next_openid: page.at(-1) };
}

function setTagged(call: Call, on: boolean): unknown {
  const body = bodyOf(call);
  const openids = texts(body, "openid_list");
  demand(openids.length >= 1 && openids.length <= TAGGED_AT_ONCE, 40032);
  const tagId = anyTag(call, number(body, "tagid"));
  const people = openids.map((openid) => recipient(call, openid));
  demand(!on || people.every(({ tagIds }) => tagIds.size < TAGS_EACH || tagIds.has(tagId)), 45059);
  call.platform.record("follower.tagged", {
    appId: call.account.settings.appId,
    openids,
    tagId,
    on,
  });
  return OK;
}

/** `changeopenid`: what followers of an account that moved are called now. Source: svc:usermanage/changeopenid */
export function changeOpenids(call: Call): unknown {
  const body = bodyOf(call);
  const from = text(body, "from_appid");
  const asAppId = call.platform.world.accounts.get(from)?.settings.originalId;
  const moved = call.account.movedFrom.get(asAppId ?? from);
  demand(moved !== undefined && call.now < moved.at + MOVED_MS, 63178);
  const openids = texts(body, "openid_list");
  demand(openids.length >= 1 && openids.length <= MOVED_AT_ONCE, 40032);
  return {
    ...OK,
    result_list: openids.map((openid) => {
      const now = moved.openids.get(openid);
      return now === undefined
        ? { ori_openid: openid, err_msg: "ori_openid error" }
        : { ori_openid: openid, new_openid: now, err_msg: "ok" };
    }),
  };
}

function setBlacklisted(call: Call, blacklisted: boolean): unknown {
  const openids = texts(bodyOf(call), "openid_list");
  demand(openids.length >= 1 && openids.length <= BLACKLISTED_AT_ONCE, 40032);
  for (const openid of openids) demand(call.account.followers.has(openid), 49003);
  for (const openid of openids) {
    call.platform.record("follower.changed", {
      appId: call.account.settings.appId,
      openid,
      change: { blacklisted },
    });
  }
  return OK;
}

function tagged(call: Call, id: number): readonly string[] {
  return [...call.account.followers.values()]
    .filter((one) => one.following && one.tagIds.has(id))
    .map(({ openid }) => openid);
}

function tagName(call: Call): string {
  const name = text(object(bodyOf(call), "tag"), "name");
  demand(bytesOf(name) <= TAG_BYTES, 45158);
  demand(name !== "" && ![...call.account.tags.values()].includes(name), 45157);
  return name;
}

function anyTag(call: Call, id: number | undefined): number {
  demand(id !== undefined && call.account.tags.has(id), 45159);
  return id;
}

function ownTag(call: Call, id: number | undefined): number {
  demand(id === undefined || id >= FIRST_OWN_TAG, 45058);
  return anyTag(call, id);
}
