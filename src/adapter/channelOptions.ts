import type { CallEvent } from "../client/call.ts";
import type { Download } from "../client/endpoints/row.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import type { AgentsThere } from "../store/turnScope.ts";
import type { Account, AccountSettings } from "./accounts/account.ts";
import type { ComponentSettings } from "./accounts/linking/componentSettings.ts";
import type { JobHandlers } from "./jobs/job.ts";
import type { Pace } from "./road.ts";
import type { Courier, Notifier } from "./send/courier.ts";
import type { DispatchFailure } from "./send/dispatch.ts";
import type { ResolveIdentity } from "./translate/identity.ts";
import type { UploadFile } from "./translate/rendering/uploads.ts";
import type { TranslationOptions } from "./translate/toActivity.ts";
import type { OnUnsubscribe } from "./turn/forgetting.ts";
import type { Observe } from "./watch/observe.ts";

/** How the channel is set up, whichever SDK the bot is written with. Only `accounts` or `component` is required. */
export interface ChannelOptions extends TranslationOptions {
  /** Accounts with their own secrets. May be left out where there is a `component`. */
  readonly accounts?: readonly AccountSettings[] | undefined;
  /** The third-party platform that we are: accounts that authorise it are served as well. */
  readonly component?: ComponentSettings | undefined;
  /** What remembers pushes, answers and conversations. Default: a new `MemoryStore`. */
  readonly store?: Store | undefined;
  /** Who followers are to the bot. Default: a generic name and avatar. */
  readonly identity?: ResolveIdentity | undefined;
  /** Where warnings go. Default: JSON lines on standard error. */
  readonly log?: Log | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** Where WeChat's API is. Default: WeChat's own; a simulated one for tests. */
  readonly apiBase?: string | undefined;
  /**
   * Our address as bots and browsers see it, for links to what followers send. Default: no links; the bot
   * fetches files with `downloadMedia`.
   */
  readonly publicUrl?: string | undefined;
  /** Whether markdown in a bot's texts loses its marks. Default true; `textFormat` `plain` is left alone. */
  readonly markdown?: boolean | undefined;
  /**
   * Whether followers see what a model thought on the way, which some models write into their answers as
   * `<think>…</think>`. Default false.
   */
  readonly reasoning?: boolean | undefined;
  /**
   * Whether numbered choices can be tapped on accounts without message menus: as links of the form
   * `weixin://bizmsgmenu?…`, which many bots use and no page of WeChat's describes. Default false.
   */
  readonly tapLinks?: boolean | undefined;
  /**
   * Sends customer-service messages in another way than by WeChat's API. Default: an account with its `appSecret`
   * sends by the API; an account without it has only passive replies.
   */
  readonly courier?: Courier | undefined;
  /** Sends notifications in another way than by WeChat's API. Default: as `courier`. */
  readonly notifier?: Notifier | undefined;
  /** Says who of an account's customer service is there, in another way than by WeChat's API. */
  readonly agents?: ((account: Account) => Promise<AgentsThere | undefined>) | undefined;
  /** Fetches a file that a follower sent, by its media id, in another way than by WeChat's API. */
  readonly download?: ((mediaId: string) => Promise<Download>) | undefined;
  /** Uploads files in another way than by WeChat's API. */
  readonly upload?:
    | ((account: Account, ...file: Parameters<UploadFile>) => Promise<string>)
    | undefined;
  /**
   * Hears of every message that was not sent, with WeChat's code where it gave one: the message was refused, held, or
   * given up; or it ended while it was held, because its time was over (`expired`) or the follower left (`dropped`).
   */
  readonly onDispatchFailed?: ((failure: DispatchFailure) => void) | undefined;
  /**
   * Jobs, for work that takes minutes and is done outside of turns: each job's handler, by the name that `later`
   * orders it by. Every process on the store must have the same jobs.
   */
  readonly jobs?: JobHandlers | undefined;
  /**
   * Which release of the bot this process serves: the number that the bot has as its own `release`. It is noted in the
   * store, so that the log, `doctor` and `/readyz` say when processes of two releases serve at once, and that a push
   * which only the later one understands is left to it. Default: with `start` the bot's own `release`, else none, and
   * nothing is noted.
   */
  readonly release?: number | undefined;
  /** Hears what happens on the road: routes, grants, fates. For pages and metrics; must not throw. */
  readonly observe?: Observe | undefined;
  /**
   * What happens to everything that is kept of a follower who leaves: `keep` (default) keeps it for when he comes
   * back, `forget` removes it some seconds later, held messages and bot state included.
   */
  readonly onUnsubscribe?: OnUnsubscribe | undefined;
  /** Hears of every finished call of WeChat's API, token calls included; must not throw. */
  readonly observeCall?: ((event: CallEvent) => void) | undefined;
  /** The road's times; the defaults are made for WeChat. */
  readonly pace?: Partial<Pace> | undefined;
}
