import { hasRight } from "../api/rights.ts";
import { type Account, isVerified } from "../world/account.ts";
import type { Follower } from "../world/followers.ts";
import { kindOf } from "../world/kinds.ts";
import type { Media } from "../world/mediaStore.ts";
import { menuFor } from "../world/menu.ts";
import { openWindows } from "../world/windows.ts";
import type { AccountView, MediaView, PersonView } from "./wire.ts";

/** The ordinary menu's place among the menus of a view. */
const ORDINARY = "menu";

export function accountView({ settings, ...account }: Account): AccountView {
  const menus = Object.fromEntries(
    [...account.conditionalMenus.values()].map(({ menuId, button }) => [menuId, button]),
  );
  return {
    appId: settings.appId,
    originalId: settings.originalId,
    name: settings.name,
    type: settings.type,
    verified: isVerified(settings),
    kind: kindOf(settings),
    without: settings.without ?? [],
    may: {
      customerService: hasRight(settings, "customerService"),
      templates: hasRight(settings, "templates"),
    },
    mode: settings.server?.mode ?? "plain",
    menus: account.menu === undefined ? menus : { ...menus, [ORDINARY]: account.menu.button },
    codes: [...account.qrCodes.values()].map(({ ticket, scene }) => ({
      ticket,
      scene: String(scene),
    })),
    templates: [...account.templates.values()].map(({ templateId: id, title, content }) => ({
      id,
      title,
      content,
    })),
  };
}

export function personView(account: Account, person: Follower, now: number): PersonView {
  const menu = menuFor(account, person);
  const menuId = menu === account.menu ? ORDINARY : menu?.menuId;
  const { openid, profile, following, blacklisted, messagesOff, typingUntil, session } = person;
  return {
    openid,
    name: profile.name,
    following,
    blocked: blacklisted,
    messagesOff,
    windows: openWindows(person.windows, now).map(({ kind, left, closesAt }) => ({
      kind,
      left,
      closesAt,
    })),
    typingUntil,
    ...(session !== undefined && { agent: session.agent }),
    ...(menu !== undefined && menuId !== undefined && { menu: menuId }),
  };
}

export function mediaView({ mediaId, type, contentType, fileName }: Media): MediaView {
  return { id: mediaId, type, contentType, fileName };
}
