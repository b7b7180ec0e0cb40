import { fold, withoutFillers } from "./tidy.ts";
import { CANCEL } from "./usualWords.ts";

const END = "(?:取消|退出|停止|结束)";
/** "Yes, cancel", as the question itself puts it. */
const ENDS = [
  `^(?:是的?|对的?|好的?|嗯|我?要|我?想|就|确认|确定|还是|帮我)[,，。! ]*(?:要|帮我)?${END}(?:掉|了)?(?:预订|预定|订单)?$`,
  "^(?:yes|yeah|yep|sure|ok|okay|i want to|just)?[,. ]*(?:cancel|quit|stop|end)(?: it| that| everything| the booking)?$",
].map((pattern) => new RegExp(pattern));
/** "Don't cancel", "go on". */
const GOES_ON = [
  `^(?:我|还是|先)*(?:不要?|别|不用|不想|没要?|先别|先不)${END}(?:了|掉)?$`,
  "^(?:请|我要|我想|还是|就|好的?[,，]?|是的?[,，]?)?(?:继续|接着|往下)(?:来|说|订|办|做|预订|预定|下单|下去|走|填|填写)?$",
  "^(?:保留|留着)(?:它|预订|预定|订单)?$",
  "^(?:no[,. ]*)?(?:please )?(?:do not|don't|dont|not) (?:cancel|quit|stop|end)(?: it| that)?$",
  "^(?:no[,. ]*|yes[,. ]*)?(?:please )?(?:let's )?(?:go on|continue|keep going|carry on|keep it|resume|proceed)$",
].map((pattern) => new RegExp(pattern));

/** What somebody says who was asked whether to end or to go on; undefined for anything else. */
export function endsOrGoesOn(text: string): "ends" | "goes-on" | undefined {
  const said = withoutFillers(fold(text));
  if (CANCEL.has(said) || ENDS.some((pattern) => pattern.test(said))) return "ends";
  return GOES_ON.some((pattern) => pattern.test(said)) ? "goes-on" : undefined;
}

const YES = "(?:好的?|是的?|对的?|嗯|可以|行|要|yes|yeah|ok|sure)";
const NO = "(?:不用了?|不要了?|不了|不|否|没事|算了|no|nope)";
/** "Go on from last time". */
const FROM_THERE = [
  `^(?:${YES}[,，。! ]*)?(?:就|还是|帮我|请)*(?:(?:接着|继续|按|照|用|沿用)(?:着)?(?:上次|上一次|之前|刚才|刚刚|原来|那个|那次)(?:的|那个|那次)*(?:来|说|订|办|填|弄)?|(?:接着|继续)(?:来|说|订|办|填|弄|预订|预定)?)(?:吧|好了)?$`,
  "^(?:yes[,. ]*)?(?:please )?(?:pick up|go on|continue|carry on) (?:from )?(?:where (?:we|i) (?:were|left off)|there|last time)$",
].map((pattern) => new RegExp(pattern));
/** "Begin anew", also after a no. */
const ANEW = [
  `^(?:${NO}[,，。! ]*)?(?:我|还是|就|想|要|帮我|请|咱们?)*(?:重新|重头|从头|重|另外|全部重新)(?:再)?(?:开始|来|说|订|办|填|弄|选|预订|预定)(?:一个|一次|一遍|一下|过)?(?:吧|好了)?$`,
  `^(?:${NO}[,. ]*)?(?:please )?(?:let's )?(?:start|begin)(?: it| all)? (?:over|again|anew|afresh|from scratch)$`,
].map((pattern) => new RegExp(pattern));

/** What somebody says who was asked whether to go on from where he had stopped; undefined for anything else. */
export function goesOnOrAnew(text: string): "goes-on" | "anew" | undefined {
  const said = withoutFillers(fold(text));
  if (ANEW.some((pattern) => pattern.test(said))) return "anew";
  if (FROM_THERE.some((pattern) => pattern.test(said))) return "goes-on";
  const ends = endsOrGoesOn(text);
  return ends === "ends" ? "anew" : ends;
}
