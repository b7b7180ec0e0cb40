import { hash, randomBytes } from "node:crypto";
import type { Clock } from "../../../clock.ts";
import { WeChatError } from "../../../errors.ts";
import { NO_TAG } from "../../../store/botState.ts";
import type { Store } from "../../../store/store.ts";

/** As long as a pre-authorisation code is good, which is drawn when the link is opened. Source: outbound.md 7.1 */
const START_MS = 30 * 60_000;

/** What an authorisation was begun for. */
export interface Start {
  /** The account that is to be authorised again; undefined for a new one. */
  readonly appId?: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * One-time links that begin an authorisation. They lie on the public listener, because WeChat opens its page
 * only from the registered domain; so each is a secret of 128 bits, good for half an hour and one account.
 */
export class StartLinks {
  readonly #store: Pick<Store, "readState" | "writeState">;
  readonly #clock: Clock;
  readonly #owner: string;

  constructor(
    store: Pick<Store, "readState" | "writeState">,
    clock: Clock,
    componentAppId: string,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#owner = `=component/${componentAppId}/starts`;
  }

  /** Makes a link; resolves to its secret. */
  async make(appId?: string): Promise<string> {
    const secret = randomBytes(16).toString("base64url");
    const until = this.#clock.now() + START_MS;
    const start: Start = appId === undefined ? { until } : { until, appId };
    await this.#change(OPEN, (starts) => ({ ...starts, [secret]: start }));
    return secret;
  }

  /** What the link with this secret was made for; undefined when there is no such link, or its time is over. */
  async find(secret: string): Promise<Start | undefined> {
    return own(await this.#read(OPEN), secret);
  }

  /** The authorisation came back: the link is used up. */
  async use(secret: string): Promise<void> {
    await this.#change(OPEN, ({ [secret]: _, ...others }) => others);
  }

  /** Notes that a link for one account drew this pre-authorisation code: another account must not come in by it. */
  async draw(preAuthCode: string, appId: string): Promise<void> {
    const until = this.#clock.now() + START_MS;
    await this.#change(DRAWN, (drawn) => ({ ...drawn, [nameOf(preAuthCode)]: { appId, until } }));
  }

  /** The account that a code was drawn for; undefined for one that any account may use. */
  async drawnFor(preAuthCode: string): Promise<string | undefined> {
    return own(await this.#read(DRAWN), nameOf(preAuthCode))?.appId;
  }

  async #read(key: string): Promise<{ readonly starts: Starts; readonly eTag: string }> {
    const [item] = await this.#store.readState(this.#owner, [key]);
    const stored = item === undefined ? {} : (JSON.parse(item.value) as Starts);
    const now = this.#clock.now();
    const starts = Object.fromEntries(
      Object.entries(stored).filter(([, { until }]) => until > now),
    );
    return { starts, eTag: item?.eTag ?? NO_TAG };
  }

  /** Tries again where another process was quicker: the links of that process must not be lost. */
  async #change(key: string, change: (starts: Starts) => Starts): Promise<void> {
    for (let n = 0; n < TRIES; n++) {
      const { starts, eTag: ifTag } = await this.#read(key);
      const eTag = randomBytes(8).toString("hex");
      const write = { key, value: JSON.stringify(change(starts)), eTag, ifTag };
      if ("ok" in (await this.#store.writeState(this.#owner, [write]))) return;
    }
    throw new WeChatError(
      "links-busy",
      "Others made or used links at the same time, again and again. Try again.",
    );
  }
}

function own({ starts }: { readonly starts: Starts }, name: string): Start | undefined {
  return Object.hasOwn(starts, name) ? starts[name] : undefined;
}

/** The code is a secret while it is good. */
function nameOf(preAuthCode: string): string {
  return hash("sha256", preAuthCode, "base64url");
}

type Starts = Readonly<Record<string, Start>>;

/** Tries of a change that others make at the same time. */
const TRIES = 8;
/** Links that wait to be used, and the codes that they drew. */
const OPEN = "open";
const DRAWN = "drawn";
