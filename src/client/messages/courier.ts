import type { Reply } from "../../protocol/reply.ts";
import { type Outcome, WeChatApiError } from "../apiError.ts";
import {
  type CustomMessage,
  type CustomMessageBody,
  type CustomMessageOptions,
  customMessage,
  fromReply,
} from "./customMessage.ts";
import { type SendingClient, sendCustom } from "./sendCustom.ts";

/** What became of one message. The adapter's `Verdict` has the same shape, and says what each value leads to. */
export type CourierVerdict =
  | "sent"
  | "not-sent"
  | "held"
  | "unknown"
  | { readonly refused: number }
  | { readonly held: number };

/** The forms of a message beside its passive form. */
interface CourierForms {
  /** The form that customer service can show better. */
  readonly custom?: CustomMessage;
  readonly marks?: CustomMessageOptions;
}

/** The part of an account that a courier's owner needs to find its client. */
export interface CourierAccount {
  readonly appId: string;
}

/**
 * Codes with which the follower or the account may not be written to now. A passive reply to the next contact may say
 * the same, so the message is worth keeping. Source: outbound.md 2.2 and 3.5.
 */
const HELD: ReadonlySet<number> = new Set([
  45015, // the window is over, or he left
  45047, // the window's count is used up
  43004, // does not follow
  50005, // does not follow
  48001, // the account has no right to customer-service messages
  48002, // he does not want messages
  48004, // the right is taken away for now
  45009, // the day's quota is used up
  45087, // customer-service messages of the account are blocked
  45094, // the same, as a punishment
  61003, // the component's authorisation is over
  61007, // the component was not given the right
  61016, // the right awaits a confirmation
]);

/**
 * Codes that say nothing about the message, which may work later: we asked too early, and the call's own repeats did
 * not help; or WeChat does not know the address that we call from.
 */
const LATER: ReadonlySet<number> = new Set([-1, 45011, 40164, 61004]);
/** Whether a message whose call ended like this is sent later. */
export function isSentLater(outcome: Outcome, errcode: number | undefined): boolean {
  if (outcome !== "refused") return outcome === "not-sent";
  // A status without a code comes from a gateway, and says nothing about the message.
  return errcode === undefined || LATER.has(errcode);
}

/** WeChat's own code for a kind of message that it does not take. */
const INVALID_TYPE = 40008;

interface CourierOptions<A extends CourierAccount> {
  /** Hears of every failure before its verdict, for the diagnosis and for the state of the account's link. */
  readonly told?: (account: A, error: WeChatApiError) => void;
  /** An agent's name or the AI mark for everything that an account sends. */
  readonly marks?: (account: A) => CustomMessageOptions | undefined;
}

/** The account's kind has no message menus. Source: outbound.md 2.2 */
const NO_MENUS = 40200;

/**
 * Carries replies as customer-service messages. A transfer to human agents is not one: a session is made for it.
 * Where none can be made, the follower is asked for one more message, and the transfer is held for that. Never
 * rejects: an outcome that it cannot tell is `unknown`, and nobody repeats such a message. Where WeChat refuses the
 * better form of a message, the passive form goes instead; an account without message menus is not asked for one
 * again. Without a client, messages are held.
 */
export function createCourier<A extends CourierAccount>(
  clientOf: (account: A) => SendingClient | undefined,
  { told, marks }: CourierOptions<A> = {},
): (account: A, openid: string, reply: Reply, forms?: CourierForms) => Promise<CourierVerdict> {
  const menuless = new Set<string>();

  return async function carry(account, openid, reply, forms = {}) {
    const client = clientOf(account);
    if (client === undefined) return "held";
    const options = { ...marks?.(account), ...forms.marks };
    const { custom } = forms;
    if (reply.type === "transfer_customer_service") {
      if (await opensSession(client, account, openid, reply.kfAccount)) return "sent";
      if (custom !== undefined) {
        await send(client, account, customMessage(openid, custom, options));
      }
      // The transfer answers the follower's next message.
      return "held";
    }
    if (custom !== undefined && !(custom.type === "msgmenu" && menuless.has(account.appId))) {
      const verdict = await send(client, account, customMessage(openid, custom, options));
      if (typeof verdict === "string" || "held" in verdict) return verdict;
      if (verdict.refused === NO_MENUS) menuless.add(account.appId);
    }
    const message = fromReply(reply);
    if (message === undefined) return { refused: INVALID_TYPE };
    return send(client, account, customMessage(openid, message, options));
  };

  /** Opens a session with the named agent, or else with the online agent who has the fewest sessions. */
  async function opensSession(
    client: SendingClient,
    account: A,
    openid: string,
    named: string | undefined,
  ): Promise<boolean> {
    try {
      const agent = named ?? (await freeAgent(client));
      if (agent === undefined) return false;
      await client.call("session.create", { kf_account: agent, openid });
      return true;
    } catch (error) {
      if (error instanceof WeChatApiError) told?.(account, error);
      return false;
    }
  }

  async function send(
    client: SendingClient,
    account: A,
    body: CustomMessageBody,
  ): Promise<CourierVerdict> {
    try {
      await sendCustom(client, body);
      return "sent";
    } catch (error) {
      if (!(error instanceof WeChatApiError)) return "unknown";
      told?.(account, error);
      return verdictOf(error);
    }
  }
}

async function freeAgent(client: SendingClient): Promise<string | undefined> {
  const { kf_online_list: online = [] } = await client.call("agent.listOnline", {});
  const [first] = [...online].sort((a, b) => (a.accepted_case ?? 0) - (b.accepted_case ?? 0));
  return first?.kf_account;
}

/** Until the owner authorises again there is no token, so trying soon does not help. Source: outbound.md 7.4 */
const WITHDRAWN: ReadonlySet<number> = new Set([61003, 61023]);

function verdictOf({ outcome, errcode }: WeChatApiError): CourierVerdict {
  if (errcode !== undefined && outcome === "not-sent" && WITHDRAWN.has(errcode)) {
    return { held: errcode };
  }
  if (outcome === "unknown") return outcome;
  if (errcode === undefined || isSentLater(outcome, errcode)) return "not-sent";
  return HELD.has(errcode) ? { held: errcode } : { refused: errcode };
}
