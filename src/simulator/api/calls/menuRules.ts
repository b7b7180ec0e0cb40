import type { Account } from "../../world/account.ts";
import type { MenuButton } from "../../world/menu.ts";
import { bytesOf } from "../json.ts";
import { demand } from "../refusal.ts";

/** Sizes are bytes of UTF-8. Source: svc:custommenu/api_createcustommenu */
const BUTTONS = 3;
const SUB_BUTTONS = 5;
const NAME_BYTES = 16;
const SUB_NAME_BYTES = 60;
const KEY_BYTES = 128;
const URL_BYTES = 1_024;

const WITH_KEY = new Set([
  "click",
  "scancode_push",
  "scancode_waitmsg",
  "pic_sysphoto",
  "pic_photo_or_album",
  "pic_weixin",
  "location_select",
]);
const WITH_MEDIA = new Set(["media_id", "view_limited"]);
const WITH_ARTICLE = new Set(["article_id", "article_view_limited"]);

/** The codes of one level of the menu: the same mistakes have other numbers below. */
const TOP = { type: 40017, name: 40018, key: 40019, url: 40020, domain: 40055, media: 40117 };
const SUB = { type: 40024, name: 40025, key: 40026, url: 40027, domain: 40054, media: 40118 };

/** Refuses a menu that WeChat would not take. */
export function checkButtons(buttons: readonly MenuButton[], account: Account): void {
  demand(buttons.length >= 1 && buttons.length <= BUTTONS, 40016);
  for (const button of buttons) {
    checkName(button, NAME_BYTES, TOP.name);
    const below = button.sub_button;
    if (below === undefined || below.length === 0) {
      checkItem(button, TOP, account);
      continue;
    }
    demand(below.length <= SUB_BUTTONS, 40023);
    for (const item of below) {
      demand(item.sub_button === undefined || item.sub_button.length === 0, 40022);
      checkName(item, SUB_NAME_BYTES, SUB.name);
      checkItem(item, SUB, account);
    }
  }
}

function checkName({ name }: MenuButton, bytes: number, code: number): void {
  demand(name !== undefined && name !== "" && bytesOf(name) <= bytes, code);
}

function checkItem(item: MenuButton, codes: typeof TOP, account: Account): void {
  const { type = "", key = "", url = "" } = item;
  if (WITH_KEY.has(type)) {
    demand(key !== "" && bytesOf(key) <= KEY_BYTES, codes.key);
  } else if (WITH_MEDIA.has(type)) {
    demand(account.media.has(item.media_id ?? ""), codes.media);
  } else if (WITH_ARTICLE.has(type)) {
    demand((item.article_id ?? "") !== "", codes.media);
  } else {
    demand(type === "view" || type === "miniprogram", codes.type);
    demand(url !== "" && bytesOf(url) <= URL_BYTES, codes.url);
    demand(/^https?:\/\//.test(url), codes.domain);
    const programs = account.settings.miniPrograms;
    demand(type === "view" || programs.includes(item.appid ?? ""), 45064);
  }
}
