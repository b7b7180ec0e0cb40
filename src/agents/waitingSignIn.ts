import { ActivityTypes } from "@microsoft/agents-activity";
import type { Storage, TurnContext } from "@microsoft/agents-hosting";

/** The invoke by which the SDK hears that a follower has signed in. */
const SIGNED_IN = "signin/verifyState";

/**
 * Keeps a sign-in that waits for WeChat's page out of the talk. While one waits, the SDK takes whatever its user writes
 * for a code of six digits, which no follower has, and answers him so until it gives up. Here what he writes meanwhile is a
 * message like any other, and the sign-in goes on where he comes back from the page: until then what the SDK keeps of it
 * stands under another key. A newer sign-in takes its place.
 */
export async function keepSignInAside(context: TurnContext, storage: Storage): Promise<void> {
  const { type, name, channelId, from } = context.activity;
  const isBack = type === ActivityTypes.Invoke && name === SIGNED_IN;
  if (type !== ActivityTypes.Message && !isBack) return;
  // The SDK's own key (`HandlerStorage`, 1.8.1).
  const waiting = `auth/${channelId}/${from?.id}`;
  const aside = `${waiting}/aside`;
  if (isBack) await take(storage, aside, waiting);
  else await move(storage, waiting, aside);
}

async function move(storage: Storage, from: string, to: string): Promise<void> {
  const { [from]: kept } = await storage.read([from]);
  if (kept === undefined) return;
  await storage.write({ [to]: withoutETag(kept) });
  await storage.delete([from]);
}

/** As {@link move}, where nothing newer waits there. */
async function take(storage: Storage, aside: string, waiting: string): Promise<void> {
  const { [waiting]: newer } = await storage.read([waiting]);
  if (newer === undefined) await move(storage, aside, waiting);
  else await storage.delete([aside]);
}

/** What is written under another key belongs to no version of what is there. */
function withoutETag(kept: object): object {
  const { eTag: _, ...item } = kept as { readonly eTag?: string };
  return item;
}
