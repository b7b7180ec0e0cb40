import type { PromptContext, PromptInput } from "../../language/reading.ts";
import { fold } from "../../language/tidy.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import { wouldChange } from "./amend.ts";

const GREETED = /^(?:请问|麻烦问一?下|那|你好|您好|hi|hello)[,，!。 ]*/;
const ASKS_AFTER =
  /^(?:我的?.{0,6})?(?:有(?:没有)?|还没有?)?(?:什么)?(?:消息|结果|进展|回复|回音|答复)了?(?:吗|没有?|么|呢)?[?。.!~]*$|^(?:好了|弄好了|办好了|处理好了|解决了|怎么样了)(?:吗|没有?|么)?[?。.!~]*$|^(?:is there )?any (?:news|update|reply|answer)(?: yet)?[?.! ]*$/u;

/**
 * The key of the reply to a message about a dialogue that has just ended: a follower who asks after it, or wants it
 * changed, does not want to begin it again. Undefined where the message begins something new.
 */
export async function aboutWhatIsOver(
  begin: AnyDialogue,
  { text }: PromptInput,
  context: PromptContext,
): Promise<string | undefined> {
  if (ASKS_AFTER.test(fold(text).replace(GREETED, ""))) return "engine.done";
  return (await wouldChange(begin, text, context)) ? "engine.over" : undefined;
}
