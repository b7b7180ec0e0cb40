import type { Activity } from "botbuilder";
import { type Notification, notificationProblem } from "../../client/messages/notification.ts";
import { SendError } from "../../errors.ts";
import { splitText } from "../../protocol/text.ts";
import type { Follower } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import { type Outgoing, PIECE_BYTES } from "../plan/outgoing.ts";
import type { Turn } from "../turn/turn.ts";

/** What an operator's hooks may know about the turn that speaks. */
interface Speaking {
  readonly account: Account;
  readonly follower: Follower;
  /** Whether nobody has just written: in a proactive turn, or a timer's. */
  readonly proactive: boolean;
}

/** What the hooks may know of a turn. */
export function speakingOf({ account, lease, push }: Turn): Speaking {
  return { account, follower: lease.follower, proactive: push === undefined };
}

type Said = Pick<Partial<Activity>, "channelData" | "expiration">;

/** Whether no hook takes part. That is nearly always so, and then hooks cost nothing. */
export function isPlain(
  { channelData, expiration }: Said,
  { account, proactive }: Speaking,
): boolean {
  return (
    account.moderate === undefined &&
    channelData?.notification === undefined &&
    !(proactive && account.notify !== undefined) &&
    expiration === undefined
  );
}

/**
 * Applies the operator's hooks to every message before it is recorded: the text is moderated, and a proactive message
 * gets the notification that stands in for it where no customer-service message may be sent. Throws what a hook
 * throws, and `SendError` for an attached notification that is not valid.
 */
export async function prepare(
  messages: readonly Outgoing[],
  said: Said,
  speaking: Speaking,
): Promise<readonly Outgoing[]> {
  if (isPlain(said, speaking)) return messages;
  const attached = said.channelData?.notification as Notification | undefined;
  const problem = attached && notificationProblem(attached);
  if (problem !== undefined) throw new SendError("bad-notification", problem);
  const { account, follower, proactive } = speaking;
  const moderated: Outgoing[] = [];
  for (const message of messages) moderated.push(...(await moderate(message, speaking)));
  const expiresAt = said.expiration && new Date(said.expiration).getTime();
  const prepared: Outgoing[] = [];
  for (const [index, message] of moderated.entries()) {
    // One activity is one notification, however many messages it became.
    let notification = index === 0 ? attached : undefined;
    if (attached === undefined && proactive && account.notify !== undefined) {
      notification = await account.notify(message.reply, follower);
    }
    prepared.push({
      ...message,
      ...(notification && { notification }),
      ...(expiresAt !== undefined && { expiresAt }),
    });
  }
  return prepared;
}

/** A message after moderation: no message where its text was withheld, several where it became longer. */
async function moderate(
  message: Outgoing,
  { account, follower }: Speaking,
): Promise<readonly Outgoing[]> {
  if (account.moderate === undefined) return [message];
  const { reply, words, ...rest } = message;
  if (reply.type === "text") {
    const text = await account.moderate(reply.content, follower);
    if (text === undefined) return [];
    if (text === reply.content) return [message];
    const pieces = splitText(text, PIECE_BYTES);
    return pieces.map((content) => ({ reply: { type: "text", content } }));
  }
  if (words === undefined) return [message];
  const said = await account.moderate(words, follower);
  // A form whose words may not be said is not shown in any other way either.
  return said === undefined ? [] : [{ reply, ...rest, words: said }];
}
