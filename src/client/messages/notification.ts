import { createHash } from "node:crypto";
import { SendError } from "../../errors.ts";
import { errorFacts, type Log } from "../../log.ts";
import { WeChatApiError } from "../apiError.ts";
import type { Client } from "../client.ts";
import type { CourierAccount, CourierVerdict } from "./courier.ts";
import { fieldProblem } from "./templateFields.ts";

/** Where a tap leads. */
export interface MiniProgram {
  readonly appId: string;
  readonly pagePath?: string;
}

/**
 * A message in a form of the account's own, which WeChat accepts when no customer-service message may be sent. `data`
 * has the value of each place in the template.
 */
export type Notification =
  /** A template message: verified service accounts, to whoever follows. Source: api_sendtemplatemessage */
  | {
      readonly kind: "template";
      readonly templateId: string;
      readonly data: Readonly<Record<string, string>>;
      readonly url?: string;
      readonly miniProgram?: MiniProgram;
    }
  /** A subscription notification: to whoever has subscribed to it. Source: api_sendnewsubscribemsg */
  | {
      readonly kind: "subscription";
      readonly templateId: string;
      readonly data: Readonly<Record<string, string>>;
      /** A web page of ours. */
      readonly page?: string;
      readonly miniProgram?: MiniProgram;
    }
  /** A one-time subscription: one message for one consent. Source: api_templatesubscribe */
  | {
      readonly kind: "one-time";
      readonly templateId: string;
      /** The scene of the consent, `"0"` to `"10000"`. */
      readonly scene: string;
      /** At most 15 characters. */
      readonly title: string;
      /** At most 200 characters. */
      readonly content: string;
      readonly url?: string;
      readonly miniProgram?: MiniProgram;
    };

/** What is wrong with a notification, one sentence with the remedy; undefined where nothing is. */
export function notificationProblem(notification: Notification): string | undefined {
  const { kind, templateId } = notification;
  if (!["template", "subscription", "one-time"].includes(kind)) {
    return `notification.kind ${JSON.stringify(kind)} is unknown: use "template", "subscription" or "one-time".`;
  }
  if (typeof templateId !== "string" || templateId === "") {
    return "notification.templateId is missing: copy it from the console's list of templates.";
  }
  if (
    kind !== "one-time" &&
    (typeof notification.data !== "object" || notification.data === null)
  ) {
    return "notification.data is missing: give each of the template's places its value.";
  }
  const problem = kind === "one-time" ? undefined : fieldProblem(notification.data);
  return problem === undefined ? undefined : `notification.${problem}`;
}

/**
 * Carries notifications. Never rejects. A refusal concerns the notification or the follower, not the message behind
 * it, so that message waits for the next contact (`held`, with WeChat's code). `id` makes it safe to repeat a
 * template message.
 */
export function createNotifier<A extends CourierAccount>(
  clientOf: (account: A) => Pick<Client, "call"> | undefined,
  log?: Log,
): (
  account: A,
  openid: string,
  notification: Notification,
  id: string,
  deadlineMs?: number,
) => Promise<CourierVerdict> {
  return async function notify(account, openid, notification, id, deadlineMs) {
    const client = clientOf(account);
    if (client === undefined) return "held";
    try {
      await send(client, openid, notification, id, { ...(deadlineMs && { deadlineMs }) });
      return "sent";
    } catch (error) {
      if (isFieldProblem(error)) {
        log?.warn(errorFacts(error, log), "a notification was not sent");
        return { held: FIELD_REFUSED };
      }
      if (!(error instanceof WeChatApiError)) return "unknown";
      if (error.outcome !== "refused") return error.outcome;
      return error.errcode === undefined ? "not-sent" : { held: error.errcode };
    }
  };
}

/** The code with which WeChat would have refused. Our own text, which is in the log, says more than WeChat's. */
const FIELD_REFUSED = 47003;

function isFieldProblem(error: unknown): boolean {
  return error instanceof SendError && error.code === "template-field";
}

function send(
  { call }: Pick<Client, "call">,
  touser: string,
  notification: Notification,
  id: string,
  options: { readonly deadlineMs?: number },
): Promise<unknown> {
  const { templateId: template_id, miniProgram } = notification;
  const program = miniProgram && {
    appid: miniProgram.appId,
    ...(miniProgram.pagePath !== undefined && { pagepath: miniProgram.pagePath }),
  };
  const head = { touser, template_id, ...(program && { miniprogram: program }) };
  switch (notification.kind) {
    case "template": {
      const { data, url } = notification;
      // The id is the same for every try of this message. It must not reveal the openid that `id` contains.
      const client_msg_id = createHash("sha256").update(id).digest("hex").slice(0, 32);
      const body = { ...head, ...(url && { url }), data: places(data), client_msg_id };
      return call("template.send", body, options);
    }
    case "subscription": {
      const { data, page } = notification;
      return call(
        "subscription.send",
        { ...head, ...(page && { page }), data: places(data) },
        options,
      );
    }
    case "one-time": {
      const { scene, title, content, url } = notification;
      const data = { content: { value: content } };
      return call("oneTime.send", { ...head, ...(url && { url }), scene, title, data }, options);
    }
  }
}

function places(data: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, { value }]));
}
