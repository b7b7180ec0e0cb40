import { Authorisations } from "../../../client/authorisations.ts";
import type { CallEvent } from "../../../client/call.ts";
import { type ComponentClient, createComponentClient } from "../../../client/component.ts";
import type { Clock } from "../../../clock.ts";
import { errorFacts, type Log } from "../../../log.ts";
import type { Store } from "../../../store/store.ts";
import { type Account, openAccount } from "../account.ts";
import { mayAuthorise } from "./checks.ts";
import { type ComponentSettings, checkComponent, componentKeys } from "./componentSettings.ts";
import { type LinkedAccount, LinkedAccounts } from "./linkedAccounts.ts";
import { answerLinkPage, type LinkPageRequest, startAddress } from "./linkPages.ts";
import type { LinkPage } from "./pages.ts";
import { type TestClient, testClient } from "./releaseTest.ts";
import { StartLinks } from "./startLinks.ts";

/** What {@link Linking} shares with the road. */
export interface LinkingParts {
  readonly accounts: Map<string, Account>;
  readonly store: Store;
  readonly apiBase: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly observe?: ((event: CallEvent) => void) | undefined;
  /** Hears that an account was checked again. */
  readonly onChecked?: ((appId: string) => void) | undefined;
}

/** Everything about accounts that are linked by authorisation, for the road and for the operator. */
export class Linking {
  /** The component as an account that pushes to us: its notices, and the pushes of every linked account. */
  readonly keys: Account;
  readonly accounts: LinkedAccounts;
  readonly component: ComponentClient;
  /** Makes clients for WeChat's own accounts in its release test. */
  readonly testClient: TestClient;
  readonly #starts: StartLinks;
  readonly #publicUrl: string;
  readonly #log: Log;

  /** Throws {@link SettingsError} with one sentence per mistake. */
  constructor(settings: ComponentSettings, parts: LinkingParts) {
    const checked = checkComponent(settings);
    const { appId, appSecret: secret, needs = ["customer-service"] } = checked;
    const { store, apiBase, clock, log, observe } = parts;
    this.keys = openAccount({ ...componentKeys(settings), mode: "safe" });
    this.component = createComponentClient({
      appId,
      secret,
      tokens: store.tokens,
      authorisations: new Authorisations(store, appId),
      apiBase,
      pageBase: checked.pageBase,
      clock,
      log,
      observe,
    });
    this.#starts = new StartLinks(store, clock, appId);
    this.accounts = new LinkedAccounts({
      component: this.component,
      drawnFor: (preAuthCode) => this.#starts.drawnFor(preAuthCode),
      accounts: parts.accounts,
      onNotice: settings.onNotice,
      open: (linked, customerService) => this.#open(settings, linked, customerService),
      needs,
      onChecked: parts.onChecked,
      clock,
      log,
    });
    this.testClient = testClient({ apiBase, clock, log });
    this.#publicUrl = checked.publicUrl.replace(/\/$/, "");
    this.#log = log;
  }

  /**
   * A one-time address with which an account's administrator begins. `appId`: only that account may authorise, again.
   */
  async startLink(appId?: string): Promise<string> {
    return startAddress(this.#publicUrl, await this.#starts.make(appId));
  }

  /** Answers the two pages of an authorisation; undefined for any other path. */
  page(request: LinkPageRequest): Promise<LinkPage | undefined> {
    const { component, accounts: linked } = this;
    const parts = { component, linked, starts: this.#starts, publicUrl: this.#publicUrl };
    return answerLinkPage({ ...parts, log: this.#log }, request);
  }

  /** Call it for every call for an account: refusals that speak of the account change its link. */
  called({ appId, errcode }: CallEvent): void {
    if (errcode === undefined || appId === this.component.appId) return;
    this.accounts.refused(appId, errcode).catch((error) => {
      this.#log.warn({ appId, ...errorFacts(error) }, "a link could not be marked");
    });
  }

  /** Pushes of a linked account are sealed with the component's keys; its calls use its own token. */
  #open(
    { locale, timeZone, settingsOf }: ComponentSettings,
    { appId, facts, settings }: LinkedAccount,
    customerService: false | undefined,
  ): Account {
    const { tokens, envelopes } = this.keys;
    const own = settingsOf?.(appId) ?? {};
    // Followers of an account that cannot sign them in read so, instead of WeChat's error page.
    const signIn = facts === undefined || mayAuthorise(facts) ? own.signIn : undefined;
    const base = openAccount({
      ...own,
      signIn,
      appId,
      token: tokens[0],
      originalId: facts?.originalId || undefined,
      locale: settings.locale ?? own.locale ?? locale,
      timeZone: settings.timeZone ?? own.timeZone ?? timeZone,
      customerService: customerService ?? own.customerService,
    });
    const accessToken = this.component.tokenOf(appId);
    const { component } = this;
    return { ...base, mode: "safe", tokens, envelopes, accessToken, component };
  }

  close(): Promise<void> {
    return this.component.close();
  }
}
