import { type Family, say } from "../entry.ts";

/** What WeChat refuses of a draft. Source: the page of draft/add and answers that people reported. */
export const DRAFTS: Family = {
  trigger: say("A draft is added or changed (`draft/*`).", "新增或修改草稿（`draft/*`）时发生。"),
  purpose: say(
    "A draft becomes public by one more step, so WeChat looks at it when it is stored.",
    "草稿再走一步就会公开，因此微信在保存时就会检查。",
  ),
  checks: [
    say(
      "Open the draft on WeChat's official accounts platform (草稿箱): it shows which part is refused.",
      "在微信公众平台的草稿箱中打开该草稿：可看到哪一部分未通过。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    53402: {
      en: "The cover could not be cropped.",
      zh: "封面裁剪失败。",
      first: say(
        "Check `pic_crop_235_1` and `pic_crop_1_1`: four numbers from 0 to 1 each, left upper and right lower corner; or upload a larger cover.",
        "检查 `pic_crop_235_1` 和 `pic_crop_1_1`：各为四个 0 到 1 之间的数，表示左上角和右下角；或更换更大的封面。",
      ),
    },
    53404: {
      en: "The account may not advertise goods any more.",
      zh: "账号已被限制带货能力。",
      first: say("Take the goods out of the article.", "请删除文章中的商品。"),
    },
    53405: {
      en: "Goods in the article are wrong or not on sale.",
      zh: "文章中插入的商品信息有误。",
      first: say("Check their ids and their state.", "检查商品参数及商品状态。"),
    },
    53406: {
      en: "The account has not opened the ability to advertise goods.",
      zh: "账号尚未开通带货能力。",
      first: say("Open it, or take the goods out.", "请先开通，或删除商品。"),
    },
  },
};
