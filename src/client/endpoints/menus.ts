import { z } from "zod";
import { anyOf, list, number, opt, text } from "./lenient.ts";
import { done, get, nothing, of, post, shape, wideId } from "./row.ts";

/** Sizes are bytes of UTF-8: names 16, sub-names 60, keys 128, urls 1,024. Source: api_createcustommenu */
export type MenuItem =
  | {
      readonly type:
        | "click"
        | "scancode_push"
        | "scancode_waitmsg"
        | "pic_sysphoto"
        | "pic_photo_or_album"
        | "pic_weixin"
        | "location_select";
      readonly name: string;
      readonly key: string;
    }
  | { readonly type: "view"; readonly name: string; readonly url: string }
  | { readonly type: "media_id" | "view_limited"; readonly name: string; readonly media_id: string }
  | {
      readonly type: "article_id" | "article_view_limited";
      readonly name: string;
      readonly article_id: string;
    }
  | {
      readonly type: "miniprogram";
      readonly name: string;
      readonly appid: string;
      readonly pagepath: string;
      /** Opened by clients too old for mini programs. */
      readonly url: string;
    };

/** One to five items under a name. */
export interface SubMenu {
  readonly name: string;
  readonly sub_button: readonly MenuItem[];
}

/** One to three buttons. */
export interface Menu {
  readonly button: readonly (MenuItem | SubMenu)[];
}

/** Whom a conditional menu is for. Other rules are not accepted any more (65320). */
export interface MatchRule {
  readonly tag_id?: string;
  /** 1 iOS, 2 Android, 3 others. */
  readonly client_platform_type?: "1" | "2" | "3";
}

const button = z.looseObject({ name: opt(text), type: opt(text) });
const buttons = list(button);

export const MENUS = {
  "menu.create": post("/cgi-bin/menu/create", {
    request: of<Menu>(),
    reply: done,
    right: "menu",
    quota: "1,000 / 100 a day",
    repeatable: true,
  }),
  "menu.get": get("/cgi-bin/menu/get", {
    request: nothing,
    reply: shape({
      menu: z.looseObject({ button: buttons, menuid: opt(wideId) }),
      conditionalmenu: opt(
        list(
          z.looseObject({
            button: buttons,
            menuid: opt(wideId),
            matchrule: opt(z.looseObject({})),
          }),
        ),
      ),
    }),
    right: "menu",
    quota: "10,000 / 1,000 a day; 46003 when there is none",
  }),
  "menu.delete": get("/cgi-bin/menu/delete", {
    request: nothing,
    reply: done,
    right: "menu",
    quota: "1,000 / 100 a day; takes the conditional menus with it",
    reads: false,
  }),
  "menu.current": get("/cgi-bin/get_current_selfmenu_info", {
    request: nothing,
    reply: anyOf(
      shape({
        is_menu_open: opt(number),
        selfmenu_info: opt(z.looseObject({ button: opt(buttons) })),
      }),
      "is_menu_open",
      "selfmenu_info",
    ),
    right: "menu",
  }),
  "menu.addConditional": post("/cgi-bin/menu/addconditional", {
    request: of<Menu & { matchrule: MatchRule }>(),
    reply: shape({ menuid: wideId }),
    right: "conditional-menu",
    quota: "2,000 a day",
  }),
  "menu.deleteConditional": post("/cgi-bin/menu/delconditional", {
    request: of<{ menuid: string }>(),
    reply: done,
    right: "conditional-menu",
    quota: "2,000 a day",
    repeatable: true,
  }),
  "menu.tryMatch": post("/cgi-bin/menu/trymatch", {
    // user_id: an openid or a WeChat id.
    request: of<{ user_id: string }>(),
    // The page shows the buttons bare; recordings show them under `menu`.
    reply: z.union([
      shape({ button: buttons }),
      shape({ menu: z.looseObject({ button: buttons }) }),
    ]),
    right: "conditional-menu",
    quota: "20,000 a day",
    reads: true,
    repeatable: true,
  }),
};
