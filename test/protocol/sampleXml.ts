/** A push in WeChat's XML, and the own fields that reading it must give. */
export interface Sample {
  /** What follows the common elements. */
  readonly own: string;
  /** Every own field, exactly. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The common elements. */
export const HEAD =
  "<ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName>" +
  "<FromUserName><![CDATA[o9AgO5Kd5ggOC-bXrbNODIiE3bGY]]></FromUserName>" +
  "<CreateTime>1700000000</CreateTime>";

/** A leaf as WeChat mostly writes it. */
export function c(name: string, value: string): string {
  return `<${name}><![CDATA[${value}]]></${name}>`;
}

/** An event with its own elements. */
export function event(name: string, own = ""): string {
  return `${c("MsgType", "event")}${c("Event", name)}${own}`;
}
