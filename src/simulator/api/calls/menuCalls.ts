import type { ConditionalMenu, Menu, MenuButton } from "../../world/menu.ts";
import { menuFor } from "../../world/menu.ts";
import { bodyOf, type Call, OK } from "../call.ts";
import { type Body, idText, int64, list, object, objects, text } from "../json.ts";
import { demand } from "../refusal.ts";
import { checkButtons } from "./menuRules.ts";

const ESCAPE = /\\u[0-9a-fA-F]{4}/;
/** What `matchrule` once knew; such things may not be asked of people any more. */
const PRIVATE_RULES = ["sex", "country", "province", "city", "language"];

/** `menu/create`. Source: svc:custommenu/api_createcustommenu */
export function createMenu(call: Call): unknown {
  const menu = { menuId: menuId(call), button: readButtons(call) };
  call.platform.record("menu.set", { appId: call.account.settings.appId, menu });
  return OK;
}

export function getMenu(call: Call): unknown {
  const { menu, conditionalMenus } = call.account;
  demand(menu !== undefined, 46003);
  const conditional = [...conditionalMenus.values()].map((one) => ({
    ...shown(one),
    matchrule: one.matchrule,
  }));
  return {
    menu: conditional.length === 0 ? { button: menu.button } : shown(menu),
    ...(conditional.length === 0 ? {} : { conditionalmenu: conditional }),
  };
}

/** Also takes the conditional menus away. */
export function deleteMenu(call: Call): unknown {
  call.platform.record("menu.set", { appId: call.account.settings.appId, menu: null });
  return OK;
}

/** `get_current_selfmenu_info` writes sub-menus in another way than `menu/get`. */
export function currentMenu(call: Call): unknown {
  const { menu } = call.account;
  if (menu === undefined) return { is_menu_open: 0 };
  const button = menu.button.map(({ sub_button, ...rest }) =>
    sub_button === undefined || sub_button.length === 0
      ? rest
      : { ...rest, sub_button: { list: sub_button } },
  );
  return { is_menu_open: 1, selfmenu_info: { button } };
}

export function addConditionalMenu(call: Call): unknown {
  const body = bodyOf(call);
  demand(call.account.menu !== undefined, 65303);
  const rule = object(body, "matchrule");
  demand(!PRIVATE_RULES.some((name) => idText(rule, name) !== ""), 65320);
  const tag = idText(rule, "tag_id");
  const client = idText(rule, "client_platform_type");
  demand(tag !== "" || client !== "", 65304);
  demand(tag === "" || call.account.tags.has(Number(tag)), 45159);
  demand(list(body, "button").length > 0, 65307);
  const menu: ConditionalMenu = {
    menuId: menuId(call),
    button: readButtons(call),
    matchrule: {
      ...(tag === "" ? {} : { tag_id: tag }),
      ...(client === "" ? {} : { client_platform_type: client }),
    },
  };
  call.platform.record("menu.conditional", { appId: call.account.settings.appId, menu });
  return { menuid: int64(menu.menuId) };
}

export function deleteConditionalMenu(call: Call): unknown {
  const id = idText(bodyOf(call), "menuid");
  demand(call.account.conditionalMenus.has(id), 65301);
  const { appId } = call.account.settings;
  call.platform.record("menu.conditionalRemoved", { appId, menuId: id });
  return OK;
}

/** `menu/trymatch`: by openid; WeChat ids are not simulated. */
export function tryMatch(call: Call): unknown {
  const follower = call.account.followers.get(text(bodyOf(call), "user_id"));
  demand(follower !== undefined, 65302);
  const menu = menuFor(call.account, follower);
  demand(menu !== undefined, 46003);
  return { button: menu.button };
}

function readButtons(call: Call): readonly MenuButton[] {
  // Elsewhere the escapes are shown as they stand; a menu with them is refused.
  demand(!ESCAPE.test(call.bytes.toString("utf8")), 40033);
  const buttons = buttonsOf(bodyOf(call), "button");
  checkButtons(buttons, call.account);
  return buttons;
}

/** Items whose parts are strings, as far down as they go; 47001 for anything else. */
function buttonsOf(body: Body, name: string): readonly MenuButton[] {
  const buttons = objects(body, name);
  for (const button of buttons) {
    for (const [part, value] of Object.entries(button)) {
      demand(part === "sub_button" ? Array.isArray(value) : typeof value === "string", 47001);
      if (part === "sub_button") buttonsOf(button, part);
    }
  }
  return buttons as unknown as readonly MenuButton[];
}

/** Menus are numbered with nine digits, unlike messages. */
function menuId(call: Call): string {
  return String(400_000_000 + call.platform.dice.number(100_000_000));
}

function shown({ menuId, button }: Menu): object {
  return { button, menuid: int64(menuId) };
}
