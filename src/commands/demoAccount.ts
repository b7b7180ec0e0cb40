import type { Config } from "../config.ts";
import { isChinese } from "../language/languageFor.ts";
import type { Platform } from "../simulator/platform.ts";
import type { Account } from "../simulator/world/account.ts";
import type { MenuButton } from "../simulator/world/menu.ts";

/** The same in both languages, or in the one that the account speaks. */
type Words = (zh: string, en: string) => string;

function wordsFor(locale: string | undefined): Words {
  // Nobody said a language: whoever opens the page may read either.
  if (locale === undefined) return (zh, en) => `${zh} ${en}`;
  return isChinese(locale) ? (zh) => zh : (_zh, en) => en;
}

/** The demo account of this folder with what makes it worth trying: a menu, a template, two people. */
export function addDemoAccount(platform: Platform, { account: demo }: Config): Account {
  const { appId, originalId, token, encodingAESKey, mode = "safe", locale } = demo;
  const words = wordsFor(locale);
  const account = platform.addAccount({
    appId,
    name: words("演示公众号", "Demo"),
    ...(originalId !== undefined && { originalId }),
    speechRecognition: true,
    server: {
      url: "",
      token,
      mode,
      ...(encodingAESKey !== undefined && { encodingAESKey }),
    },
  });
  // A bot that sets a menu of its own replaces it.
  platform.record("menu.set", { appId, menu: { menuId: "demo", button: menuIn(words) } });
  platform.addTemplate(appId, {
    kind: "template",
    title: words("订单通知", "Order update"),
    content: [
      `${words("订单", "Order")}：{{thing1.DATA}}`,
      `${words("状态", "Status")}：{{phrase2.DATA}}`,
      `${words("时间", "Time")}：{{time3.DATA}}`,
    ].join("\n"),
  });
  platform.addFollower(appId, { name: words("小美", "Mei") });
  platform.addFollower(appId, { name: words("李雷", "Li Lei") });
  return account;
}

function menuIn(words: Words): readonly MenuButton[] {
  return [
    { type: "click", name: words("今日", "Today"), key: "MENU_1" },
    {
      name: words("服务", "Services"),
      sub_button: [
        { type: "click", name: words("联系我们", "Contact"), key: "MENU_2" },
        { type: "scancode_waitmsg", name: words("扫一扫", "Scan"), key: "MENU_SCAN" },
        { type: "location_select", name: words("发送位置", "Location"), key: "MENU_PLACE" },
        { type: "pic_photo_or_album", name: words("发送图片", "Picture"), key: "MENU_PICTURE" },
      ],
    },
    { type: "view", name: words("网站", "Website"), url: "https://developers.weixin.qq.com/doc/" },
  ];
}
