import { Authorisations } from "../../client/authorisations.ts";
import type { CallEvent } from "../../client/call.ts";
import { type ComponentClient, createComponentClient } from "../../client/component.ts";
import type { Right } from "../../client/endpoints/row.ts";
import type { Clock } from "../../clock.ts";
import { SettingsError } from "../../errors.ts";
import { errorFacts, type Log } from "../../log.ts";
import type { Store } from "../../store/store.ts";
import { type Account, type AccountSettings, accountProblems, openAccount } from "../account.ts";
import { type LinkedAccount, LinkedAccounts } from "./linkedAccounts.ts";
import { answerLinkPage, type LinkPageRequest, startAddress } from "./linkPages.ts";
import type { LinkPage } from "./pages.ts";
import { type TestClient, testClient } from "./releaseTest.ts";
import { StartLinks } from "./startLinks.ts";

/** What an operator says about the third-party platform (component) that accounts authorise. */
export interface ComponentSettings
  extends Pick<
    AccountSettings,
    "appId" | "token" | "previousToken" | "previousEncodingAESKey" | "locale" | "timeZone"
  > {
  /** The component's AppSecret. */
  readonly appSecret: string;
  /** The 43 characters of the platform's console: a component's pushes are always encrypted. */
  readonly encodingAESKey: string;
  /** Our address as WeChat and users see it; on the platform's registered domain. */
  readonly publicUrl: string;
  /** The rights that the bot uses; an account without one of them is shown as limited. Default: customer service. */
  readonly needs?: readonly Right[];
}

/** What {@link Linking} shares with the road. */
export interface LinkingParts {
  readonly accounts: Map<string, Account>;
  readonly store: Store;
  readonly apiBase: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly observe?: ((event: CallEvent) => void) | undefined;
}

/** Everything about accounts that are linked by authorisation, for the road and for the operator. */
export class Linking {
  /** The component as one who pushes to us: its notices, and the pushes of every linked account. */
  readonly keys: Account;
  readonly accounts: LinkedAccounts;
  readonly component: ComponentClient;
  /** Speaks for WeChat's accounts in its release test. */
  readonly testClient: TestClient;
  readonly #starts: StartLinks;
  readonly #publicUrl: string;
  readonly #log: Log;

  /** Throws {@link SettingsError} with one sentence per mistake. */
  constructor(settings: ComponentSettings, parts: LinkingParts) {
    const problems = componentProblems(settings);
    if (problems.length > 0) throw new SettingsError(problems);
    const { appId, appSecret: secret, needs = ["customer-service"] } = settings;
    const { store, apiBase, clock, log, observe } = parts;
    this.keys = openAccount({ ...ownKeys(settings), mode: "safe" });
    this.component = createComponentClient({
      appId,
      secret,
      tokens: store.tokens,
      authorisations: new Authorisations(store, appId),
      apiBase,
      clock,
      log,
      observe,
    });
    this.accounts = new LinkedAccounts({
      component: this.component,
      accounts: parts.accounts,
      open: (linked, customerService) => this.#open(settings, linked, customerService),
      needs,
      clock,
      log,
    });
    this.testClient = testClient({ apiBase, clock, log });
    this.#starts = new StartLinks(store, clock, appId);
    this.#publicUrl = settings.publicUrl.replace(/\/$/, "");
    this.#log = log;
  }

  /** A one-time address with which an account's administrator begins; `appId` to authorise that one again. */
  async startLink(appId?: string): Promise<string> {
    return startAddress(this.#publicUrl, await this.#starts.make(appId));
  }

  /** Answers the two pages of an authorisation; undefined for any other path. */
  page(request: LinkPageRequest): Promise<LinkPage | undefined> {
    const { component, accounts: linked } = this;
    const parts = { component, linked, starts: this.#starts, publicUrl: this.#publicUrl };
    return answerLinkPage({ ...parts, log: this.#log }, request);
  }

  /** To be told of every call for an account: refusals that speak of the account move its link. */
  called({ appId, errcode }: CallEvent): void {
    if (errcode === undefined || appId === this.component.appId) return;
    this.accounts.refused(appId, errcode).catch((error) => {
      this.#log.warn({ appId, ...errorFacts(error) }, "a link could not be marked");
    });
  }

  /** Pushes of a linked account are sealed with the component's keys; its calls use its own token. */
  #open(
    { locale, timeZone }: ComponentSettings,
    { appId, facts, settings }: LinkedAccount,
    customerService: false | undefined,
  ): Account {
    const { tokens, envelopes } = this.keys;
    const base = openAccount({
      appId,
      token: tokens[0],
      originalId: facts?.originalId,
      locale: settings.locale ?? locale,
      timeZone: settings.timeZone ?? timeZone,
      customerService,
    });
    const accessToken = this.component.tokenOf(appId);
    return { ...base, mode: "safe", tokens, envelopes, accessToken };
  }

  close(): Promise<void> {
    return this.component.close();
  }
}

function ownKeys(settings: ComponentSettings): AccountSettings {
  const { appId, token, encodingAESKey, previousToken, previousEncodingAESKey } = settings;
  const { locale, timeZone } = settings;
  const keys = { token, encodingAESKey, previousToken, previousEncodingAESKey };
  return { appId, ...keys, locale, timeZone };
}

/** What is wrong with a component's settings: one sentence each, naming the setting and the remedy. */
export function componentProblems(settings: ComponentSettings): string[] {
  const problems = accountProblems({ ...ownKeys(settings), mode: "safe" });
  const { appSecret, publicUrl } = settings;
  if (!appSecret) {
    problems.push("appSecret of the component is missing: copy it from the platform's console.");
  }
  if (!URL.canParse(publicUrl) || !/^https?:$/.test(new URL(publicUrl).protocol)) {
    problems.push(
      `publicUrl ${JSON.stringify(publicUrl)} is no address: WeChat leads an account's administrator back to it.`,
    );
  }
  return problems;
}
