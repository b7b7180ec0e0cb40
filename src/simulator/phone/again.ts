import { WeChatError } from "../../errors.ts";
import { readPushXml } from "../../protocol/pushXml.ts";
import type { FollowerAction } from "../actions/actions.ts";
import type { PushDocument } from "../pusher/pushXml.ts";

/** What WeChat itself writes into every push, anew each time. */
const HEAD: ReadonlySet<string> = new Set([
  "ToUserName",
  "FromUserName",
  "CreateTime",
  "MsgId",
  "MsgID",
]);

type SendElements = Extract<FollowerAction, { do: "send" }>["elements"];

/**
 * What a person does so that a push comes once more, with a number and a time of its own: as it was, or as a tester
 * edited its XML. Words are said, so that they stand in the chat. Throws `WeChatError` for what is no push.
 */
export function againAs(push: PushDocument, xml: string | undefined): FollowerAction {
  const document = xml === undefined ? push : read(xml);
  const said = Object.entries(document).filter(([name]) => !HEAD.has(name));
  const elements = Object.fromEntries(said) as SendElements;
  if (elements.MsgType === undefined) throw new WeChatError("simulator", "A push has a MsgType.");
  const { MsgType, Content, ...others } = elements;
  if (MsgType === "text" && Content !== undefined && Object.keys(others).length === 0) {
    return { do: "say", text: String(Content) };
  }
  return { do: "send", elements };
}

function read(xml: string): PushDocument {
  try {
    return readPushXml(xml) as PushDocument;
  } catch (error) {
    throw new WeChatError("simulator", `That is not a push: ${(error as Error).message}`);
  }
}
