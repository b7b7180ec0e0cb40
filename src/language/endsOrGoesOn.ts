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
