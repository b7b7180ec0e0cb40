import { WeChatError } from "../errors.ts";
import { FALSE_TIMERS } from "../realTimers.ts";

/**
 * Throws `WeChatError` of code `false-timers` where a test's false timers were there before the kit was loaded: nothing
 * would ever go on. Those that come later do no harm.
 */
export function checkTimers(falseTimers = FALSE_TIMERS): void {
  if (!falseTimers) return;
  throw new WeChatError(
    "false-timers",
    "Timers were faked before botbuilder-adapter-wechat/testing was loaded: import it first, and call useFakeTimers (or mock.timers.enable) afterwards. The kit needs no false timers: it has a clock of its own, see `advance` and `wait`.",
  );
}
