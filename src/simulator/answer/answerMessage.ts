import type { XmlElement } from "../../protocol/xml.ts";
import { type Remark, refuse } from "./answerFault.ts";
import { child, word } from "./elements.ts";
import type { Asked } from "./passiveMessage.ts";
import { readMessage } from "./passiveMessage.ts";
import type { Understood } from "./understood.ts";

/** Reads the elements of a reply to a push. Throws {@link Faulty}; adds to `remarks` what passes. */
export function readPassive(
  reply: XmlElement,
  asked: Asked,
  remarks: Remark[],
): Exclude<Understood, { as: "nothing" }> {
  checkHead(reply, asked, remarks);
  const type = word(reply, "MsgType");
  switch (type) {
    case "transfer_customer_service": {
      const kfAccount = word(child(reply, "TransInfo"), "KfAccount");
      const to = { to: "agents", ...(kfAccount !== "" && { kfAccount }) } as const;
      return { as: "handover", to, remarks };
    }
    case "transfer_biz_ai_ivr":
      return { as: "handover", to: { to: "ai" }, remarks };
    default:
      return { as: "reply", message: readMessage(type, reply, asked, remarks), remarks };
  }
}

function checkHead(reply: XmlElement, asked: Asked, remarks: Remark[]): void {
  const from = word(reply, "FromUserName");
  if (from !== asked.account) {
    const appId = /^wx/.test(from) ? ": an AppID stands there" : "";
    refuse("wrong-from", `FromUserName is not the account's original id (gh_…)${appId}`);
  }
  if (word(reply, "ToUserName") !== asked.openid) {
    refuse("wrong-to", "ToUserName is not the openid of the push");
  }
  const time = word(reply, "CreateTime");
  if (!/^\d+$/.test(time)) refuse("bad-create-time", "CreateTime is not a whole number");
  // npm's wechat has sent them for years, and WeChat has taken them.
  if (time.length > 10) remarks.push("CreateTime is in milliseconds");
}
