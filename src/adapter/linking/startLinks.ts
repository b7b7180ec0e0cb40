import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";

/** As long as the pre-authorisation code that is drawn when it is opened. Source: outbound.md 7.1 */
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
    const starts = { ...(await this.#read()), [secret]: start };
    await this.#write(starts);
    return secret;
  }

  /** What a secret was made for; undefined when there is none, or its time is over. */
  async find(secret: string): Promise<Start | undefined> {
    const starts = await this.#read();
    return Object.hasOwn(starts, secret) ? starts[secret] : undefined;
  }

  /** The authorisation came back: the link is used up. */
  async use(secret: string): Promise<void> {
    const { [secret]: _, ...others } = await this.#read();
    await this.#write(others);
  }

  async #read(): Promise<Readonly<Record<string, Start>>> {
    const [item] = await this.#store.readState(this.#owner, [KEY]);
    const starts = item === undefined ? {} : (JSON.parse(item.value) as Record<string, Start>);
    const now = this.#clock.now();
    return Object.fromEntries(Object.entries(starts).filter(([, { until }]) => until > now));
  }

  async #write(starts: Readonly<Record<string, Start>>): Promise<void> {
    const change = {
      key: KEY,
      value: JSON.stringify(starts),
      eTag: randomBytes(8).toString("hex"),
    };
    await this.#store.writeState(this.#owner, [change]);
  }
}

const KEY = "open";
