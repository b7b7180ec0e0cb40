import { SettingsError } from "../../errors.ts";
import type { Follower } from "../../store/store.ts";
import type { Account } from "./account.ts";

/** A conversation reference of either SDK: one calls our side `bot`, the other `agent`. */
export interface Reference {
  readonly conversation?: { readonly id: string } | undefined;
  readonly bot?: { readonly id?: string | undefined } | undefined;
  readonly agent?: { readonly id?: string | undefined } | null | undefined;
}

type Accounts = ReadonlyMap<string, Account>;

/** Whom a conversation reference names. Throws `SettingsError` when it is none of our followers. */
export function followerOf(accounts: Accounts, { conversation, bot, agent }: Reference): Follower {
  const all = [...accounts.values()];
  const own = bot?.id ?? agent?.id;
  const named = all.find(({ originalId }) => originalId === own);
  const account = named ?? (all.length === 1 ? all[0] : undefined);
  if (account === undefined || conversation?.id === undefined) {
    throw new SettingsError([
      "The conversation reference names none of our followers: take it from TurnContext.getConversationReference.",
    ]);
  }
  return { appId: account.appId, openid: conversation.id };
}

/** A follower by his openid alone, where there is one account. Throws `SettingsError` where there are several. */
export function followerNamed(accounts: Accounts, of: Follower | string): Follower {
  if (typeof of === "object") return of;
  const [lone, ...others] = accounts.keys();
  if (lone !== undefined && others.length === 0) return { appId: lone, openid: of };
  throw new SettingsError(["There are several accounts: name the follower as { appId, openid }."]);
}

export function sameFollower(a: Follower, b: Follower): boolean {
  return a.appId === b.appId && a.openid === b.openid;
}

export function unknownAccount(appId: string): SettingsError {
  return new SettingsError([`There is no account ${appId}: set it, or link it.`]);
}
