/** A template that the account has chosen from WeChat's library. */
export interface AccountTemplate {
  readonly templateId: string;
  /** `template`: 4.1. `oneTime`: 4.2. `notice`: subscription notification, 4.3. */
  readonly kind: "template" | "oneTime" | "notice";
  readonly title: string;
  /** With places like `{{thing1.DATA}}`. */
  readonly content: string;
  readonly banned?: boolean;
}

/** A mass send. Source: svc:notify/message */
export interface MassJob {
  /** 64 bits, in decimal. */
  readonly msgId: string;
  readonly msgDataId: string;
  readonly clientMsgId: string;
  readonly at: number;
  readonly toAll: boolean;
  readonly sentTo: number;
  readonly deleted: boolean;
}

/** The places of a template's content: `{{keyword1.DATA}}` gives `keyword1`. */
export function placesOf(content: string): readonly string[] {
  return [...content.matchAll(/\{\{\s*(\w+)\.DATA\s*\}\}/g)].map(([, place = ""]) => place);
}
