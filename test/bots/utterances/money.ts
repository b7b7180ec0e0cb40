import { means, not, nothing, type Utterance } from "./table.ts";

export interface Amount {
  readonly amount: number;
  readonly currency: string;
}
const yuan = (amount: number): Amount => ({ amount, currency: "CNY" });
const of = (amount: number, currency: string): Amount => ({ amount, currency });

/** For a prompt whose own currency is the yuan. */
export const MONEY: readonly Utterance<Amount>[] = [
  ...means(
    yuan(128),
    "128元",
    "￥128",
    "¥128",
    "128块",
    "128",
    "128块钱",
    "一百二十八块",
    "一百二十八",
    "128.00",
  ),
  ...means(
    yuan(128),
    "RMB 128",
    "128 RMB",
    "CNY 128",
    "128 yuan",
    "人民币128元",
    "128元整",
    "128元吧",
  ),
  ...means(
    yuan(128.5),
    "128.5",
    "128.50元",
    "128块5",
    "128块5毛",
    "￥128.50",
    "一百二十八块五",
    "128元5角",
  ),
  ...means(yuan(10.05), "十块零五分", "10.05元", "10块零5分"),
  ...means(yuan(0.5), "5毛", "五毛钱", "5角", "0.5元"),
  ...means(yuan(15_000), "1.5万", "1万5", "一万五", "15,000元", "15000", "1.5万元", "15k"),
  ...means(yuan(250), "两百五", "二百五十块", "250 kuai"),
  ...means(
    of(20, "USD"),
    "$20",
    "20 dollars",
    "US$20",
    "twenty dollars",
    "20 USD",
    "20美元",
    "二十美元",
    "$20.00",
  ),
  ...means(of(20.5, "USD"), "$20.50", "20.5 dollars", "20 dollars and 50 cents"),
  ...means(of(15, "EUR"), "€15", "15 euros", "15欧元", "EUR 15", "15€"),
  ...means(of(100, "HKD"), "HK$100", "100港币", "一百港元", "100 HKD"),
  ...means(of(9.99, "GBP"), "£9.99", "9.99 pounds", "9.99英镑"),
  ...means(of(500, "JPY"), "500日元", "JPY 500", "500 yen"),

  ...nothing(
    "100到200",
    "100-200元",
    "一两百",
    "几百块",
    "便宜点",
    "cheap",
    "免费",
    "free",
    "随便",
    "不超过200",
  ),
  ...nothing(
    "under 200",
    "100+",
    "多少钱",
    "20% off",
    "$",
    "元",
    "1元2元",
    "3个",
    "",
    "at least 100",
    "100元以上",
  ),
  ...nothing(
    "100 or 200",
    "不要100",
    "20 dollars or 30",
    "$20$",
    "10块零",
    "1.234元",
    "500 apples",
    "5点",
  ),
  ...not("unsure", "about 100", "大概一百", "一百左右", "100多", "around $20", "差不多100块"),
];
