import type { AccountFacts } from "../../../client/accountFacts.ts";
import { WeChatApiError } from "../../../client/apiError.ts";
import { type Authorisation, codeHashOf } from "../../../client/authorisations.ts";
import { type ComponentClient, isUsedUp, otherAccount } from "../../../client/component.ts";
import type { Right } from "../../../client/endpoints/row.ts";
import type { Clock } from "../../../clock.ts";
import { errorFacts, type Log } from "../../../log.ts";
import {
  concernsLink,
  isHeld,
  type LinkEvent,
  type LinkRecord,
  newLink,
  stepLink,
} from "../../../machines/accountLink.ts";
import type { ComponentNotice } from "../../../protocol/notice.ts";
import type { Account } from "../account.ts";
import { findingsOf, maySendLater } from "./checks.ts";
import type { OnNotice } from "./componentSettings.ts";
import { type HeardTimes, heardTimes, isOldConsent, isOldWithdrawal } from "./heard.ts";
import { LookedUp } from "./lookedUp.ts";

/** An account that authorised us, as its operator sees it. */
export interface LinkedAccount {
  readonly appId: string;
  readonly link: LinkRecord;
  /** What WeChat last said of the account; undefined before the first check. */
  readonly facts: AccountFacts | undefined;
  /** Since when it is linked, in milliseconds since the epoch. */
  readonly since: number;
  /** How this account differs from the others, as the operator has set it. */
  readonly settings: LinkedAccountSettings;
}

/** What may differ from one linked account to the next. */
export interface LinkedAccountSettings {
  /** A BCP 47 tag. Default: the component's. */
  readonly locale?: string | undefined;
  /** An IANA name. Default: the component's. */
  readonly timeZone?: string | undefined;
}

/** What {@link LinkedAccounts} works with. */
export interface LinkedAccountsParts {
  readonly component: ComponentClient;
  /** Makes the account as the road knows it. */
  readonly open: (linked: LinkedAccount, customerService: false | undefined) => Account;
  /** The road's accounts: linked ones come and go while it runs. */
  readonly accounts: Map<string, Account>;
  /** The rights that the bot uses; a link without one of them is limited. */
  readonly needs: readonly Right[];
  /** The account that a pre-authorisation code was drawn for; undefined: for any. */
  readonly drawnFor?: ((preAuthCode: string) => Promise<string | undefined>) | undefined;
  readonly onNotice?: OnNotice | undefined;
  /**
   * Hears that an account was checked again, here or by another process: rights that it got meanwhile count from now
   * on.
   */
  readonly onChecked?: ((appId: string) => void) | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** What another process has changed is seen here after this time at the latest, in milliseconds. */
const LOOK_AGAIN_MS = 60_000;

/**
 * The accounts that authorised the third-party platform that we are. Authorisations and the states of links are in
 * the store; this class keeps the accounts that this process has met among the road's accounts.
 */
export class LinkedAccounts {
  readonly #parts: LinkedAccountsParts;
  readonly #lookedUp = new LookedUp();
  /** The accounts whose pushes are taken. */
  readonly #held = new Set<string>();
  readonly #listeners = new Set<(appId: string) => void>();
  /** For each account that this process has met: when the account had last been checked. */
  readonly #checkedAt = new Map<string, number>();

  constructor(parts: LinkedAccountsParts) {
    this.#parts = parts;
  }

  /** The account, if it is linked. Asks the store at most once a minute. */
  async find(appId: string): Promise<Account | undefined> {
    const { accounts, clock } = this.#parts;
    const seenAt = this.#lookedUp.at(appId);
    const isFresh = seenAt !== undefined && clock.now() < seenAt + LOOK_AGAIN_MS;
    if (isFresh) return this.#held.has(appId) ? accounts.get(appId) : undefined;
    return this.#meet(appId, await this.#parts.component.authorisations.read(appId));
  }

  /** Adds every linked account to the road's accounts. */
  async meetAll(): Promise<void> {
    for (const one of await this.#parts.component.authorisations.all()) this.#meet(one.appId, one);
  }

  /** Every account that authorised us, also those that withdrew and were not unlinked here. */
  async list(): Promise<readonly LinkedAccount[]> {
    return (await this.#parts.component.authorisations.all()).map(linkedOf);
  }

  /**
   * Does what a notice of WeChat asks for. Rejects when it could not: then WeChat must not get `success`. A notice
   * that is older than one already followed, because it came late or was sent again, changes nothing.
   */
  async hear(notice: ComponentNotice): Promise<void> {
    switch (notice.notice) {
      case "component_verify_ticket":
        return this.#parts.component.keepTicket(notice.ticket, notice.createTime * 1_000);
      case "authorized":
      case "updateauthorized":
        return this.#hearConsent(notice);
      case "unauthorized":
        return this.#hearWithdrawal(notice.authorizerAppId, notice.createTime);
      default:
        // A notice about mini programs, or of a kind that is newer than this package.
        return this.#parts.onNotice?.({
          infoType: notice.infoType,
          createdAt: notice.createTime * 1_000,
          fields: notice.raw,
        });
    }
  }

  async #hearConsent(notice: Consent): Promise<void> {
    const { component, drawnFor } = this.#parts;
    const { authorizerAppId: appId, authorizationCode: code, createTime } = notice;
    const known = await component.authorisations.read(appId);
    if (isOldConsent(heardTimes(known), createTime)) return this.#ignore(appId, notice);
    if (known === undefined) {
      const meant = await drawnFor?.(notice.preAuthCode);
      // The page refuses the account with a sentence; without that page's link the account is not linked either.
      if (meant !== undefined && meant !== appId) return this.#ignore(appId, notice, meant);
    }
    // The page was quicker and has checked the account. A notice that is sent again then asks WeChat nothing.
    const isDone = known?.codeHash === codeHashOf(code) && isChecked(linkedOf(known).link);
    try {
      if (!isDone) await this.agreed(code);
    } catch (error) {
      // The notice belongs to an older consent, which another consent has replaced.
      if (known !== undefined && isUsedUp(error)) return this.#ignore(appId, notice);
      throw error;
    }
    await this.#update(appId, (old) => hearing(old, { authorised: createTime }));
  }

  async #hearWithdrawal(appId: string, createTime: number): Promise<void> {
    const { clock, component } = this.#parts;
    let old = false;
    await this.#update(appId, (known) => {
      old = isOldWithdrawal(heardTimes(known), createTime, isHeld(linkedOf(known).link));
      if (old) return known;
      return hearing(stepped(known, { type: "withdrawn", at: clock.now() }), {
        withdrawn: createTime,
      });
    });
    if (old) return this.#ignore(appId, { infoType: "unauthorized" });
    return component.dropToken(appId);
  }

  #ignore(appId: string, { infoType }: Pick<ComponentNotice, "infoType">, meant?: string): void {
    const facts = { appId, notice: infoType, ...(meant !== undefined && { meant }) };
    const why = meant === undefined ? "it is older than what counts" : "its link is for another";
    this.#parts.log.warn(facts, `a notice about an account was not followed: ${why}`);
  }

  /**
   * The administrator agreed; `code` proves it once. Resolves to the account, checked. Where `only` names another
   * account, this rejects with `other-account`, and links no new account.
   */
  async agreed(code: string, only?: string): Promise<LinkedAccount> {
    const { component, clock } = this.#parts;
    const { appId } = await component.redeem(code, only);
    if (only !== undefined && appId !== only) throw otherAccount(only, appId);
    const at = clock.now();
    const authorised = Math.floor(at / 1_000);
    await this.#update(appId, (old) =>
      hearing(stepped(old, { type: "authorised", at }), { authorised }),
    );
    return this.check(appId);
  }

  /** Asks WeChat what the account is and may, and says what will not work. */
  async check(appId: string): Promise<LinkedAccount> {
    const { component, log, needs } = this.#parts;
    await this.#happened(appId, { type: "recheck" });
    try {
      await component.completed(appId);
      const facts = await component.factsOf(appId);
      return await this.#happened(
        appId,
        { type: "checked", findings: findingsOf(facts, needs) },
        facts,
      );
    } catch (error) {
      const code = error instanceof WeChatApiError ? error.errcode : undefined;
      log.warn({ appId, ...errorFacts(error, log) }, "a linked account could not be checked");
      if (code === undefined) return this.#read(appId);
      return this.#happened(appId, { type: "refused", code });
    }
  }

  /** A call for the account was refused. A code that speaks of the account changes the state of its link. */
  async refused(appId: string, code: number): Promise<void> {
    if (concernsLink(code)) await this.#happened(appId, { type: "refused", code });
  }

  /** Hears of every change that this process makes to a link; the returned function ends it. */
  onChange(listener: (appId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Changes how the account differs from others. */
  async set(appId: string, settings: LinkedAccountSettings): Promise<LinkedAccount> {
    return this.#update(appId, (old) => noting(old, { settings }));
  }

  /** Forgets the account. Its owner's consent stays until he withdraws it on WeChat's side. */
  async unlink(appId: string): Promise<void> {
    await this.#parts.component.authorisations.update(appId, () => undefined);
    this.#meet(appId, undefined);
    for (const listener of this.#listeners) listener(appId);
  }

  async #read(appId: string): Promise<LinkedAccount> {
    const authorisation = await this.#parts.component.authorisations.read(appId);
    return authorisation === undefined ? NOBODY(appId) : linkedOf(authorisation);
  }

  #happened(
    appId: string,
    event: WithoutTime<LinkEvent>,
    facts?: AccountFacts,
  ): Promise<LinkedAccount> {
    const at = this.#parts.clock.now();
    return this.#update(appId, (old) => {
      const after = stepped(old, { ...event, at } as LinkEvent);
      return facts === undefined ? after : { ...noting(after, { facts }), sets: facts.sets };
    });
  }

  async #update(
    appId: string,
    change: (old: Authorisation) => Authorisation,
  ): Promise<LinkedAccount> {
    const { component } = this.#parts;
    const after = await component.authorisations.update(appId, (old) => old && change(old));
    this.#meet(appId, after);
    for (const listener of this.#listeners) listener(appId);
    return after === undefined ? NOBODY(appId) : linkedOf(after);
  }

  /** Brings the road's accounts up to what the store says: adds the account or removes it. */
  #meet(appId: string, authorisation: Authorisation | undefined): Account | undefined {
    const { accounts, clock, open } = this.#parts;
    this.#lookedUp.note(appId, clock.now(), authorisation !== undefined);
    if (authorisation === undefined) {
      accounts.delete(appId);
      this.#held.delete(appId);
      return undefined;
    }
    const linked = linkedOf(authorisation);
    const { checkedAt } = linked.link;
    if (checkedAt > (this.#checkedAt.get(appId) ?? checkedAt)) this.#parts.onChecked?.(appId);
    this.#checkedAt.set(appId, checkedAt);
    // An account whose owner has withdrawn stays known: what the bot sends to its followers is refused with
    // 61003. An account without tokens can answer pushes, and nothing else.
    const passive = authorisation.refreshToken === "" ? false : undefined;
    const account = open(linked, passive ?? (linked.facts && maySendLater(linked.facts)));
    accounts.set(appId, account);
    if (!isHeld(linked.link)) {
      this.#held.delete(appId);
      return undefined;
    }
    this.#held.add(appId);
    return account;
  }
}

type Consent = Extract<ComponentNotice, { readonly notice: "authorized" | "updateauthorized" }>;
type WithoutTime<E> = E extends unknown ? Omit<E, "at"> : never;

function linkedOf({ appId, since, notes }: Authorisation): LinkedAccount {
  return {
    appId,
    since,
    link: (notes.link as LinkRecord | undefined) ?? newLink(),
    facts: notes.facts as AccountFacts | undefined,
    settings: (notes.settings as LinkedAccountSettings | undefined) ?? {},
  };
}

function stepped(old: Authorisation, event: LinkEvent): Authorisation {
  return noting(old, { link: stepLink(linkedOf(old).link, event) });
}

function hearing(old: Authorisation, times: HeardTimes): Authorisation {
  return noting(old, { heard: { ...heardTimes(old), ...times } });
}

function isChecked({ state }: LinkRecord): boolean {
  return state !== "checking" && state !== "unlinked";
}

function noting(old: Authorisation, notes: Authorisation["notes"]): Authorisation {
  return { ...old, notes: { ...old.notes, ...notes } };
}

const NOBODY = (appId: string): LinkedAccount => ({
  appId,
  since: 0,
  link: newLink(),
  facts: undefined,
  settings: {},
});
