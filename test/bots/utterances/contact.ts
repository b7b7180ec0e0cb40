import { means, nothing, type Utterance } from "./table.ts";

/** In the international form. */
export const PHONE: readonly Utterance<string>[] = [
  ...means("+8613800138000", "13800138000", "138 0013 8000", "138-0013-8000", "+86 138 0013 8000"),
  ...means("+8613800138000", "0086 13800138000", "１３８００１３８０００", "我的电话是13800138000"),
  ...means(
    "+8613800138000",
    "电话：13800138000",
    "手机号 13800138000",
    "my number is 13800138000",
    "+8613800138000",
  ),
  ...means(
    "+8613800138000",
    "一三八零零一三八零零零",
    "幺三八〇〇幺三八〇〇〇",
    "13800138000。",
    "tel:13800138000",
  ),
  ...means("+861062782051", "010-62782051", "(010) 6278 2051", "01062782051", "010 62782051"),
  ...means("+14155552671", "+1 415 555 2671", "+14155552671", "+1 (415) 555-2671"),
  ...means("+442079460958", "+44 20 7946 0958", "0044 20 7946 0958"),
  ...means("+85291234567", "+852 9123 4567"),

  ...nothing(
    "1380013800",
    "138001380000",
    "12345678901",
    "110",
    "我没有电话",
    "13800138000或13900139000",
  ),
  ...nothing(
    "13800138000 13900139000",
    "call me",
    "+86",
    "not telling",
    "微信同号",
    "ten",
    "2",
    "",
    "10086",
  ),
  ...nothing(
    "138oo138ooo",
    "不是13800138000",
    "not 13800138000",
    "13800138000?",
    "2026-12-05",
    "+999 123 456",
  ),
];

export const EMAIL: readonly Utterance<string>[] = [
  ...means(
    "li.lei@example.com",
    "li.lei@example.com",
    "邮箱：li.lei@example.com",
    "li.lei@example.com。",
  ),
  ...means("li.lei@example.com", "my email is li.lei@example.com", "我的邮箱是li.lei@example.com"),
  ...means(
    "li.lei@example.com",
    "mailto:li.lei@example.com",
    "<li.lei@example.com>",
    "li.lei@EXAMPLE.com",
  ),
  ...means("li.lei@example.com", "ｌｉ．ｌｅｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", " li.lei@example.com "),
  ...means("a+b_c-d@mail.qq.com", "a+b_c-d@mail.qq.com"),
  ...means("Li@example.com", "Li@example.com"),

  ...nothing(
    "a@b",
    "@b.co",
    "a@b..co",
    "a b@c.co",
    "a@b.co or c@d.co",
    "a@b.co,c@d.co",
    "没有",
    "a@b.c",
  ),
  ...nothing(
    "a@-b.co",
    "a@@b.co",
    "a.@b.co",
    ".a@b.co",
    "a..b@c.co",
    "lilei at example dot com",
    "",
    "a@b.co?",
  ),
  ...nothing("不是a@b.co", "wechat: lilei", "http://a@b.co/", "a@b_c.co", `${"a".repeat(65)}@b.co`),
];
